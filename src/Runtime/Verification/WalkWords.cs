using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Verification;

/// <summary>How people read of walks: what is alike in many parts is said once.</summary>
internal static class WalkWords
{
    /// <summary>Along what walks go, and over how many parts.</summary>
    internal static IEnumerable<string> Routes(IEnumerable<PlannedWalk> walks, WalkedTable table, string source) =>
        from walk in walks
        let route = walk.Route
        from leaf in route.Leaf.Together.DefaultIfEmpty(route.Leaf)
        let kind = route is PartRoute ? typeof(PageRoute) : route.GetType()
        group (Route: route, Leaf: leaf) by (Kind: kind, route.Along) into alike
        let parts = Parts([.. alike.Select(one => one.Leaf)], table, source)
        let within = table.Leaves.Count == 1 ? "" : $" in {parts}"
        select alike.First().Route switch
        {
            WholeRoute { IsNone: true } => $"nothing of {source}: no part of it reaches into the window",
            WholeRoute { Filter: null } => $"all of {parts}",
            WholeRoute => $"rows of {parts} that an index finds",
            TimeRoute => $"time by {alike.Key.Along}{within}",
            KeyRoute => $"keys by {alike.Key.Along}{within}",
            StepRoute => $"values of {alike.Key.Along}{within}",
            _ => $"pages of {parts}",
        };

    /// <summary>How rows are found in one slice of each walk.</summary>
    internal static IEnumerable<string> Access(IEnumerable<Explanation> plans, WalkedTable table) =>
        from step in plans.SelectMany(plan => plan.Access).Distinct()
        let name = step.Index ?? step.Table
        group name by (step.Type, HasIndex: step.Index is not null, Other: table.Has(step.Table) ? null : name) into alike
        let names = alike.Distinct().ToArray()
        let more = names.Length == 1 ? "" : $" and {names.Length - 1} more"
        select $"{alike.Key.Type} {(alike.Key.HasIndex ? "using" : "on")} {names[0]}{more}";

    private static string Parts(IReadOnlyList<WalkedLeaf> leaves, WalkedTable table, string source)
    {
        int count = leaves.Distinct().Count();
        return count == table.Leaves.Count
            ? count > 1 ? $"{count} parts of {source}" : table.IsWhole ? $"{source} with its parts" : source
            : count == 1 ? leaves[0].Name
            : $"{count} of {table.Leaves.Count} parts of {source}";
    }
}
