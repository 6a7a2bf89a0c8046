using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Drafts the walks of statements over the parts of a relation: from where to where, and how wide slices begin.</summary>
/// <param name="relation">The relation.</param>
/// <param name="table">Its table.</param>
/// <param name="parameters">The parameters of all statements.</param>
/// <param name="options">How wide slices may be.</param>
/// <param name="rowsOfKeyStep">How many rows are read at once by a walk along the key; null for a walk by pages.</param>
internal sealed class WalkDraft(
    RelationPlan relation,
    WalkedTable table,
    PassParameters parameters,
    ServicePingOptions options,
    int? rowsOfKeyStep)
{
    // A window is begun with this part of it, a walk over values with ranges of about so many rows.
    private const int FirstShareOfWindow = 28;
    private const double FirstRows = 100_000;
    private const long FirstKeys = 10_000;

    // Values of so many rows are sent as one: 32 MiB, or 64 of hashes.
    private const long MostStreamed = 1 << 22;

    // Of 8 KiB, where nothing is known of the table.
    private const double MostRowsPerPage = 291;

    private readonly Dictionary<WalkedLeaf, KeySteps> _steps = new(
        table.Leaves.Where(_ => rowsOfKeyStep is not null)
            .Select(leaf => KeyValuePair.Create(leaf, new KeySteps(relation, table, leaf, rowsOfKeyStep!.Value))),
        ReferenceEqualityComparer.Instance);

    private readonly Dictionary<string, IReadOnlyDictionary<WalkedLeaf, (long First, long Last)>> _ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<Way, IReadOnlyDictionary<WalkedLeaf, long>> _firstWidths = [];

    /// <summary>Learns between which keys parts without pages have rows.</summary>
    internal void Learn(string key, IReadOnlyDictionary<WalkedLeaf, (long First, long Last)> ranges) => _ranges[key] = ranges;

    /// <summary>Learns where slices of pages do work over again, and have to be so wide that this does not matter.</summary>
    internal void Learn(Way way, IReadOnlyDictionary<WalkedLeaf, long> firstWidths) => _firstWidths[way] = firstWidths;

    /// <summary>Whether all is read in slices, so that the values of one can be sent as one.</summary>
    internal bool IsCut(Way way) =>
        way.TimeColumn is not null
        || rowsOfKeyStep is not null
        || table.Leaves.All(leaf => leaf.HasPages || RangeOf(way, leaf) is not null);

    /// <summary>All rows of a fragment at once, as an index finds them; by pages if that takes too long after all.</summary>
    internal PlannedWalk Alone(PassStatement statement) =>
        new(table.Leaves[0], statement, Slicing.All(statement.Fragments[0].Condition), 0, 1, 1, 1)
        {
            Instead = Each(new Way(), statement).Single(),
        };

    /// <summary>The values of the only part, range by range.</summary>
    internal PlannedWalk ByValue(PassStatement statement, Slicing steps)
    {
        int ranges = steps.Bounds!.Count + 1;
        return new PlannedWalk(
            table.Leaves[0], statement, steps, 0, ranges, (long)(FirstRows / (table.Leaves[0].Rows / ranges)), long.MaxValue);
    }

    /// <summary>A walk over each part.</summary>
    internal IEnumerable<PlannedWalk> Each(Way way, PassStatement statement) => table.Leaves.Select(leaf => Over(leaf, way, statement));

    private PlannedWalk Over(WalkedLeaf leaf, Way way, PassStatement statement)
    {
        if (way.TimeColumn is not null)
        {
            (long from, long to) = parameters.Microseconds(Widest(statement.Fragments));
            Slicing moments = new(SliceUnit.Moments, way.TimeColumn);
            return new PlannedWalk(leaf, statement, moments, from, to + 1, (to - from) / FirstShareOfWindow, long.MaxValue);
        }

        if (_steps.TryGetValue(leaf, out KeySteps? steps))
        {
            return new PlannedWalk(leaf, statement, steps.Slicing, 0, steps.Expected, 1, long.MaxValue) { Steps = steps };
        }

        if (RangeOf(way, leaf) is (long first, long last))
        {
            Slicing keys = new(SliceUnit.Keys, way.KeyColumn!) { First = first };
            return new PlannedWalk(leaf, statement, keys, first, (Int128)last + 1, FirstKeys, long.MaxValue);
        }

        Slicing pages = new(SliceUnit.Pages, $"{relation.Table}.ctid");
        return leaf.HasPages
            ? new PlannedWalk(leaf, statement, pages, 0, leaf.Pages, FirstPages(way, leaf), Ceiling(leaf, statement))
            : new PlannedWalk(leaf, statement, Slicing.All(condition: null), 0, 1, 1, 1);
    }

    private (long First, long Last)? RangeOf(Way way, WalkedLeaf leaf) =>
        way.KeyColumn is { } key && _ranges.GetValueOrDefault(key)?.TryGetValue(leaf, out (long First, long Last) range) == true
            ? range
            : null;

    private static TimeFrame Widest(IEnumerable<FragmentState> fragments) =>
        fragments.Any(fragment => fragment.Plan.Window == TimeFrame.TwentyEightDays)
            ? TimeFrame.TwentyEightDays
            : TimeFrame.SevenDays;

    private long FirstPages(Way way, WalkedLeaf leaf) =>
        _firstWidths.GetValueOrDefault(way)?.GetValueOrDefault(leaf) is { } width and > 0 ? width : options.SlicePages.First;

    /// <summary>
    /// No slice is wider than the smallest <c>batch.size</c> of the relation's metrics allows, and than there is memory for its values.
    /// </summary>
    private long Ceiling(WalkedLeaf leaf, PassStatement statement)
    {
        long most = statement.Fragments.Any(fragment => fragment.Streamed is not null) ? MostStreamed : long.MaxValue;
        long rows = Math.Min(most, relation.Fragments.Min(fragment => fragment.BatchSize) ?? long.MaxValue);
        return rows == long.MaxValue
            ? options.SlicePages.Ceiling
            : Math.Clamp((long)(rows / (leaf.RowsPerPage ?? MostRowsPerPage)), 1, options.SlicePages.Ceiling);
    }
}
