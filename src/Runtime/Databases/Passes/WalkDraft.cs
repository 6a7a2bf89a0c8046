using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Statements;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Passes;

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

    /// <summary>So many pages are read in less time than it takes to find out whether an index would help.</summary>
    internal const long FewPages = 512;

    // Of 8 KiB, where nothing is known of the table.
    private const double MostRowsPerPage = 291;

    private readonly WindowedLeaves _windowed = new(relation, table, parameters);
    private readonly SmallLeaves? _small = rowsOfKeyStep is not null ? null : new(
        relation,
        table,
        Math.Min(FewPages, options.SlicePages.First),
        leaf => PagesOf(relation.Fragments.Min(fragment => fragment.BatchSize), leaf, options));

    private readonly Dictionary<WalkedLeaf, PrimaryKeyRoute> _byPrimaryKey = new(
        from leaf in table.Leaves
        where rowsOfKeyStep is not null
        let columns = table.KeyColumns.Select(column => $"{relation.Name}.{column}")
        select KeyValuePair.Create(leaf, new PrimaryKeyRoute(leaf, [.. columns], new KeySteps(rowsOfKeyStep!.Value, isComplete: false, []))),
        ReferenceEqualityComparer.Instance);

    private readonly Dictionary<string, IReadOnlyDictionary<WalkedLeaf, KeyRoute>> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<Routing, IReadOnlyDictionary<WalkedLeaf, long>> _firstWidths = [];
    private readonly Dictionary<string, (TimeFrame Window, IReadOnlyDictionary<WalkedLeaf, double> Rows)> _rowsOfWindow = new(StringComparer.Ordinal);

    /// <summary>Learns the routes along a key over parts without pages.</summary>
    internal void Learn(string key, IReadOnlyDictionary<WalkedLeaf, KeyRoute> routes) => _byKey[key] = routes;

    /// <summary>Learns where slices of pages do work over again, and have to be so wide that this does not matter.</summary>
    internal void Learn(Routing routing, IReadOnlyDictionary<WalkedLeaf, long> firstWidths) =>
        _firstWidths[routing] = firstWidths;

    /// <summary>Learns how many rows parts are expected to have in a window.</summary>
    internal void Learn(string time, TimeFrame window, IReadOnlyDictionary<WalkedLeaf, double> rows) => _rowsOfWindow[time] = (window, rows);

    /// <summary>The parts that are walked by themselves and may have rows of some fragments, by the bounds of partitions and the windows.</summary>
    internal IReadOnlyList<WalkedLeaf> LeavesOf(IReadOnlyList<FragmentState> fragments) =>
        [.. Apart.Where(leaf => fragments.Any(fragment => _windowed.MayHold(leaf, fragment)))];

    /// <summary>A part whose types are those of all; one that may have rows of some fragments if there is any.</summary>
    internal WalkedLeaf LeafOf(IReadOnlyList<FragmentState> fragments) =>
        table.Leaves.FirstOrDefault(leaf => fragments.Any(fragment => _windowed.MayHold(leaf, fragment))) ?? table.Leaves[0];

    /// <summary>Whether all is read in slices, so that the values of one can be sent as one.</summary>
    internal bool IsCut(Routing routing) =>
        routing.TimeColumn is not null
        || rowsOfKeyStep is not null
        || table.Leaves.All(leaf => leaf.HasPages || KeyRouteOf(leaf, routing) is not null);

    /// <summary>All rows of a fragment at once, as an index finds them; by pages if that takes too long after all.</summary>
    internal PlannedWalk Alone(PassStatement statement) =>
        new(statement, new WholeRoute(table.Leaves[0], statement.Fragments[0].Condition), 1, 1)
        {
            Instead = Each(new Routing(), statement).Single(),
        };

    /// <summary>The values of the only part, range by range.</summary>
    internal static PlannedWalk ByValue(PassStatement statement, ValueRoute values) =>
        new(statement, values, (long)(FirstRows / (values.Leaf.Rows / (double)values.Length)), long.MaxValue);

    /// <summary>A walk over each part that is walked by itself, for the fragments that it may have rows of.</summary>
    internal IEnumerable<PlannedWalk> Each(Routing routing, PassStatement statement)
    {
        foreach (WalkedLeaf leaf in LeavesOf(statement.Fragments))
        {
            yield return Over(leaf, routing, _windowed.Within([leaf], statement));
        }

        FragmentState[] rest = [.. statement.Fragments.Where(fragment => !table.Leaves.Any(leaf => _windowed.MayHold(leaf, fragment)))];
        if (rest.Length > 0)
        {
            yield return new PlannedWalk(statement.Of(rest), WholeRoute.None(table.Leaves[0]), 1, 1);
        }
    }

    /// <summary>Walks over the other parts, neighbours together.</summary>
    internal IEnumerable<PlannedWalk> Together(PassStatement statement)
    {
        WalkedLeaf[] leaves =
            [.. table.Leaves.Except(Apart).Where(leaf => statement.Fragments.Any(fragment => _windowed.MayHold(leaf, fragment)))];

        // What a join or a subquery costs anew in each part is not known before the first has been read.
        bool readsOthers = relation.Joins.Count > 0 || statement.Fragments.Any(fragment =>
            fragment.Conditions.Concat(fragment.Plan.Columns).Concat(fragment.Plan.GroupBy).Any(Sql.HasSubquery));
        return
            from leaf in _small?.Groups(leaves, statement) ?? []
            let parts = leaf.Together.Count
            select new PlannedWalk(
                _windowed.Within(leaf.Together, statement), new PartRoute(leaf, Place), readsOthers ? 1 : parts, parts);
    }

    private WalkedLeaf[] Apart => field ??= [.. table.Leaves.Where(leaf => _small?.Has(leaf) != true)];

    private string Place => $"{relation.Name}.ctid";

    private PlannedWalk Over(WalkedLeaf leaf, Routing routing, PassStatement statement)
    {
        if (routing.TimeColumn is { } time)
        {
            (long from, long to) = _windowed.Within(leaf, time, PassParameters.Widest(statement.Fragments.Select(fragment => fragment.Plan.Window)))!.Value;
            double? rows = RowsOfMoment(leaf, time);
            long narrow = Math.Max(1, (to - from) / FirstShareOfWindow);
            return new PlannedWalk(
                statement,
                new TimeRoute(leaf, time, from, to),
                rows is > 0 and { } each ? (long)Math.Clamp(FirstRows / each, narrow, to + 1 - from) : narrow,
                rows is > 0 and { } all ? (long)Math.Clamp((MostRows(statement) ?? double.PositiveInfinity) / all, 1, long.MaxValue) : long.MaxValue);
        }

        if (_byPrimaryKey.TryGetValue(leaf, out PrimaryKeyRoute? steps))
        {
            return new PlannedWalk(statement, steps, 1, long.MaxValue);
        }

        if (KeyRouteOf(leaf, routing) is { } keys)
        {
            return new PlannedWalk(statement, keys, FirstKeys, long.MaxValue);
        }

        return leaf.HasPages
            ? new PlannedWalk(statement, new PageRoute(leaf, Place), FirstPages(leaf, routing), Ceiling(leaf, statement))
            : new PlannedWalk(statement, new WholeRoute(leaf), 1, 1);
    }

    private KeyRoute? KeyRouteOf(WalkedLeaf leaf, Routing routing) =>
        routing.KeyColumn is { } key ? _byKey.GetValueOrDefault(key)?.GetValueOrDefault(leaf) : null;

    /// <summary>
    /// How many rows a microsecond of a window is expected to have in a part, where all that came after the statistics lie in it; null where
    /// nothing tells.
    /// </summary>
    private double? RowsOfMoment(WalkedLeaf leaf, string time) =>
        leaf.IsAnalysed
        && _rowsOfWindow.TryGetValue(time, out var asked)
        && asked.Rows.TryGetValue(leaf, out double rows)
        && _windowed.Within(leaf, time, asked.Window) is (long from, long to)
            ? (rows + (leaf.UnknownPages * (leaf.RowsPerPage ?? MostRowsPerPage))) / (to + 1 - from)
            : null;

    private long FirstPages(WalkedLeaf leaf, Routing routing) =>
        _firstWidths.GetValueOrDefault(routing)?.GetValueOrDefault(leaf) is { } width and > 0 ? width : options.SlicePages.First;

    /// <summary>
    /// No slice is wider than the smallest <c>batch.size</c> of the relation's metrics allows, and than there is memory for its values.
    /// </summary>
    private long Ceiling(WalkedLeaf leaf, PassStatement statement) => PagesOf(MostRows(statement), leaf, options);

    private long? MostRows(PassStatement statement) => statement.Fragments.Any(fragment => fragment.Streamed is not null)
        ? Math.Min(MostStreamed, relation.Fragments.Min(fragment => fragment.BatchSize) ?? long.MaxValue)
        : relation.Fragments.Min(fragment => fragment.BatchSize);

    private static long PagesOf(long? rows, WalkedLeaf leaf, ServicePingOptions options) => rows is null
        ? options.SlicePages.Ceiling
        : Math.Clamp((long)(rows.Value / (leaf.RowsPerPage ?? MostRowsPerPage)), 1, options.SlicePages.Ceiling);
}
