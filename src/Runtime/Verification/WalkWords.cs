namespace ServicePing;

/// <summary>How people read of walks: what is alike in many parts is said once.</summary>
internal static class WalkWords
{
    /// <summary>Which ways walks go, and over how many parts.</summary>
    internal static IEnumerable<string> Ways(IEnumerable<PlannedWalk> walks, WalkedTable table, string source) =>
        from walk in walks
        from leaf in walk.Leaf.Together.DefaultIfEmpty(walk.Leaf)
        let unit = walk.Slicing.Unit == SliceUnit.Parts ? SliceUnit.Pages : walk.Slicing.Unit
        group leaf by (Unit: unit, Column: unit == SliceUnit.Pages ? "" : walk.Slicing.Column) into way
        let parts = Parts([.. way], table, source)
        let within = table.Leaves.Count == 1 ? "" : $" in {parts}"
        select way.Key switch
        {
            _ when way.Key == (SliceUnit.Whole, Slicing.None.Column) => $"nothing of {source}: no part of it reaches into the window",
            (SliceUnit.Pages, _) => $"pages of {parts}",
            (SliceUnit.Moments, var column) => $"time by {column}{within}",
            (SliceUnit.Keys, var column) => $"keys by {column}{within}",
            (SliceUnit.Steps, var column) => $"values of {column}{within}",
            (_, "") => $"all of {parts}",
            _ => $"rows of {parts} that an index finds",
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
