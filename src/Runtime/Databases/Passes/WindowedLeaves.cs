using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Statements;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>Which parts of a table may have rows of windows, by the bounds of partitions.</summary>
/// <param name="relation">The relation.</param>
/// <param name="table">Its table.</param>
/// <param name="parameters">The parameters of all statements.</param>
internal sealed class WindowedLeaves(RelationPlan relation, WalkedTable table, PassParameters parameters)
{
    private readonly Dictionary<(string Time, TimeFrame Window), HashSet<WalkedLeaf>> _known = [];

    /// <summary>The moments of a window that a part may have rows of, both ends included; null for none.</summary>
    internal (long From, long To)? Within(WalkedLeaf leaf, string time, TimeFrame window) =>
        TimeBounds.Within(leaf.Bounds, time, relation, parameters.Microseconds(window));

    /// <summary>Whether a part may have rows of a fragment.</summary>
    internal bool MayHold(WalkedLeaf leaf, FragmentState fragment) =>
        !fragment.Plan.IsWindowed || Of(fragment.Plan.TimestampColumn, fragment.Plan.Window).Contains(leaf);

    /// <summary>A statement for those of its fragments that some parts may have rows of.</summary>
    internal PassStatement Within(IReadOnlyList<WalkedLeaf> leaves, PassStatement statement)
    {
        FragmentState[] fragments = [.. statement.Fragments.Where(fragment => leaves.Any(leaf => MayHold(leaf, fragment)))];
        return fragments.Length < statement.Fragments.Count ? statement.Of(fragments) : statement;
    }

    private HashSet<WalkedLeaf> Of(string time, TimeFrame window)
    {
        if (!_known.TryGetValue((time, window), out HashSet<WalkedLeaf>? leaves))
        {
            leaves = new(table.Leaves.Where(leaf => Within(leaf, time, window) is not null), ReferenceEqualityComparer.Instance);
            _known.Add((time, window), leaves);
        }

        return leaves;
    }
}
