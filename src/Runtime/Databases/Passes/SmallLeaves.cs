using ServicePing.Runtime.Databases.Statements;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>The parts of a table that are so small that neighbours are read in one statement, and nothing is asked about them.</summary>
/// <param name="relation">The relation.</param>
/// <param name="table">Its table.</param>
/// <param name="most">How many pages are read at once, and none are cut.</param>
/// <param name="ceilingOf">What the pages of a part are cut at whatever their number.</param>
internal sealed class SmallLeaves(RelationPlan relation, WalkedTable table, long most, Func<WalkedLeaf, long> ceilingOf)
{
    // A statement locks each part with its indexes, and has a text for each.
    private const int MostTogether = 16;
    private const int MostText = 1 << 16;

    // Parts of more pages are worth a question about indexes, unless all parts together have few.
    private const long FewPagesOfPart = 64;

    private readonly Dictionary<string, WalkedLeaf> _groups = new(StringComparer.Ordinal);

    /// <summary>Whether a part is one of them.</summary>
    internal bool Has(WalkedLeaf leaf) =>
        table.Leaves.Count > 1
        && leaf.HasPages
        && (leaf.Pages <= FewPagesOfPart || table.Pages <= most)
        && ShareOf(leaf) <= 1;

    /// <summary>Some of them, as neighbours that a statement reads together.</summary>
    internal IEnumerable<WalkedLeaf> Groups(IReadOnlyList<WalkedLeaf> leaves, PassStatement statement)
    {
        if (leaves.Count == 0)
        {
            yield break;
        }

        string text = statement.Compose(statement.Fragments, leaves[0].RowsOf(relation)).ToString();
        int together = Math.Clamp(MostText / text.Length, 1, MostTogether);
        List<WalkedLeaf> parts = [];
        double share = 0;
        foreach (WalkedLeaf leaf in leaves)
        {
            if (parts.Count == together || share + ShareOf(leaf) > 1)
            {
                yield return Group(parts);
                (parts, share) = ([], 0);
            }

            parts.Add(leaf);
            share += ShareOf(leaf);
        }

        yield return Group(parts);
    }

    /// <summary>Several statements go over the same group side by side.</summary>
    private WalkedLeaf Group(List<WalkedLeaf> parts)
    {
        string name = string.Join('\n', parts.Select(part => part.From));
        return _groups.TryGetValue(name, out WalkedLeaf? known) ? known : _groups[name] = WalkedLeaf.Of(parts);
    }

    /// <summary>How much a part is of what is read at once.</summary>
    private double ShareOf(WalkedLeaf leaf) => (double)leaf.Pages / Math.Min(most, ceilingOf(leaf));
}
