using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Decides which fragments of a relation share a statement, and which way each statement walks.</summary>
internal sealed class PassPlan(
    RelationPlan relation,
    WalkedTable table,
    SnapshotSession session,
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

    // With fewer pages visible to all, an index alone answers for too few values.
    private const double FewestVisible = 0.8;

    private readonly PassCosts _costs = new(relation, table, session, parameters);
    private readonly Dictionary<WalkedLeaf, KeySteps> _steps = new(ReferenceEqualityComparer.Instance);
    private readonly KeyRanges _ranges = new(table, session);
    private readonly Dictionary<Way, IReadOnlyDictionary<WalkedLeaf, long>> _firstWidths = [];
    private readonly Dictionary<string, bool> _isWalkedByTime = new(StringComparer.Ordinal);

    /// <summary>The rows of a part of a relation; what is selected from them is still open.</summary>
    internal static SelectStatement SourceOf(RelationPlan relation, WalkedLeaf leaf, string? condition = null) => new()
    {
        Items = [],
        From = leaf.From,
        Joins = relation.Joins,
        Where = condition is null ? [] : [condition],
    };

    internal static Slicing Pages(RelationPlan relation) => new(SliceUnit.Pages, $"{relation.Table}.ctid");

    internal async Task<(FragmentState[] Fragments, List<Walk> Walks)> MakeAsync(CancellationToken cancellationToken)
    {
        FragmentState[] fragments = [.. relation.Fragments.Select(plan => FragmentState.Begin(plan, table, options.MetricMemory))];
        foreach (WalkedLeaf leaf in rowsOfKeyStep is null ? [] : table.Leaves)
        {
            _steps[leaf] = new KeySteps(relation, table, leaf, rowsOfKeyStep!.Value);
        }

        Dictionary<FragmentState, Way> ways = [];
        foreach (FragmentState fragment in fragments.Where(fragment => fragment.IsLive))
        {
            ways[fragment] = await WayAsync(fragment, cancellationToken).ConfigureAwait(false);
        }

        List<Walk> walks = [];
        foreach (var together in ways.GroupBy(way => way.Value, way => way.Key))
        {
            await FindFirstWidthsAsync(together.Key, cancellationToken).ConfigureAwait(false);
            List<FragmentState> aggregates = [];
            foreach (var alike in together.GroupBy(fragment => fragment.Kind))
            {
                if (alike.Key.IsDistinct)
                {
                    walks.AddRange(await DistinctWalksAsync(together.Key, [.. alike], cancellationToken).ConfigureAwait(false));
                    aggregates.AddRange(alike.Where(fragment => fragment.Streamed is not null));
                }
                else if (await FindKeysAsync([.. alike], cancellationToken).ConfigureAwait(false))
                {
                    aggregates.AddRange(alike);
                }
            }

            walks.AddRange(await AggregateWalksAsync(together.Key, aggregates, cancellationToken).ConfigureAwait(false));
        }

        return (fragments, walks);
    }

    /// <summary>Which way a fragment's rows are best found.</summary>
    private async Task<Way> WayAsync(FragmentState fragment, CancellationToken cancellationToken)
    {
        string time = fragment.Plan.TimestampColumn;
        if (fragment.Plan.Window is TimeFrame.SevenDays or TimeFrame.TwentyEightDays)
        {
            if (!_isWalkedByTime.TryGetValue(time, out bool isWalkedByTime))
            {
                isWalkedByTime = await _costs.IsWalkedByTimeAsync(time, cancellationToken).ConfigureAwait(false);
                _isWalkedByTime[time] = isWalkedByTime;
            }

            if (isWalkedByTime)
            {
                return new Way(TimeColumn: time);
            }
        }

        if (fragment.Plan.BatchColumn is { } key && !table.Leaves.All(leaf => leaf.HasPages))
        {
            await _ranges.FindAsync(key, cancellationToken).ConfigureAwait(false);
            return new Way(KeyColumn: key);
        }

        return await _costs.ReadsAnotherTableAsync(fragment, cancellationToken).ConfigureAwait(false)
            ? new Way(Condition: fragment.Condition!)
            : new Way();
    }

    /// <summary>Learns where slices of pages will do work over again, for a join or a condition that reads another table.</summary>
    private async Task FindFirstWidthsAsync(Way way, CancellationToken cancellationToken)
    {
        bool isByPages = way is { TimeColumn: null, KeyColumn: null } && rowsOfKeyStep is null;
        if (isByPages && (relation.Joins.Count > 0 || way.Condition is not null))
        {
            _firstWidths[way] = await _costs
                .FirstWidthsAsync(way.Condition, options.SlicePages.First, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Learns by what rows are grouped, from the types of the expressions.</summary>
    /// <returns>Whether the server understands them.</returns>
    private async Task<bool> FindKeysAsync(FragmentState[] alike, CancellationToken cancellationToken)
    {
        bool isHistogram = alike[0].Plan.Operation == Operation.Histogram;
        IReadOnlyList<string> expressions = isHistogram ? alike[0].Plan.Columns : alike[0].Plan.GroupBy;
        if (expressions.Count > 0)
        {
            ComparedColumns? columns = await ProbeAsync(expressions, alike, cancellationToken).ConfigureAwait(false);
            Array.ForEach(alike, fragment => fragment.Keys = columns is null ? [] : isHistogram ? [columns.RowKey] : columns.GroupKeys);
        }

        return alike[0].IsLive;
    }

    private async Task<IEnumerable<Walk>> AggregateWalksAsync(
        Way way,
        List<FragmentState> fragments,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<FragmentState> alone = way == new Way() && rowsOfKeyStep is null
            ? await _costs.CheaperAloneAsync(fragments, cancellationToken).ConfigureAwait(false)
            : [];
        return GroupSharing.Shares(fragments.Except(alone), relation, table)
            .Select(share => new AggregatesStatement(share, options.FewestRepeatedConditions))
            .SelectMany(statement => Walks(way, statement))
            .Concat(alone.Select(fragment => WalkAlone(new AggregatesStatement([fragment], options.FewestRepeatedConditions))));
    }

    /// <summary>All rows of a fragment at once, as an index finds them; by pages if that takes too long after all.</summary>
    private Walk WalkAlone(AggregatesStatement statement) =>
        new(table.Leaves[0], statement, Slicing.All(statement.Fragments[0].Condition), 0, 1, Width(1, 1))
        {
            Instead = Walks(new Way(), statement).Single(),
        };

    private async Task<IEnumerable<Walk>> DistinctWalksAsync(
        Way way,
        FragmentState[] alike,
        CancellationToken cancellationToken)
    {
        QueryFragment plan = alike[0].Plan;
        if (await ProbeAsync([.. plan.Columns, .. plan.GroupBy], alike, cancellationToken).ConfigureAwait(false) is not { } probed)
        {
            return [];
        }

        ComparedColumns columns = probed.First(plan.Columns.Count);
        List<Walk> walks = [];
        FragmentState[] ranged = [.. alike.Where(fragment => IsCountedByValue(fragment, relation, table))];
        if (ranged.Length > 0
            && await ValueSteps.FindAsync(
                WalkedTable.ColumnOf(plan.Columns[0], relation, table.Leaves[0].IndexedColumns)!,
                plan.Columns[0], columns.TypeName, relation, session, cancellationToken).ConfigureAwait(false) is { } steps)
        {
            long first = (long)(FirstRows / (table.Leaves[0].Rows / (steps.Bounds!.Count + 1)));
            walks.Add(new Walk(
                table.Leaves[0], new ValueRangeStatement(plan.Columns[0], ranged), steps, 0, steps.Bounds.Count + 1,
                Width(first, long.MaxValue)));
        }
        else
        {
            ranged = [];
        }

        FragmentState[] sent = [.. alike.Except(ranged)];
        IReadOnlyList<GroupKey> keys = probed.After(plan.Columns.Count).GroupKeys;
        Array.ForEach(sent, fragment => fragment.Tell(columns.Value, IsCut(way)));
        FragmentState[] rowByRow = [.. sent.Where(fragment => fragment.Streamed is null)];
        return rowByRow.Length == 0
            ? walks
            : walks.Concat(Walks(way, new DistinctStatement(columns.Value, keys, rowByRow)));
    }

    /// <summary>Whether all is read in slices, so that the values of one can be sent as one.</summary>
    private bool IsCut(Way way) =>
        way.TimeColumn is not null
        || rowsOfKeyStep is not null
        || table.Leaves.All(leaf => leaf.HasPages || (way.KeyColumn is { } key && _ranges.Of(leaf, key) is not null));

    /// <summary>The types of expressions; null where the server does not understand what the fragments share.</summary>
    private async Task<ComparedColumns?> ProbeAsync(
        IReadOnlyList<string> expressions,
        FragmentState[] alike,
        CancellationToken cancellationToken)
    {
        try
        {
            ComparedColumns columns = await ComparedColumns.ProbeAsync(
                expressions, SourceOf(relation, table.Leaves[0]), session, parameters, cancellationToken).ConfigureAwait(false);
            if (columns.Problem is not { } problem)
            {
                return columns;
            }

            Array.ForEach(alike, fragment => fragment.Fail(new Failure(ReadingStatus.Failed, problem)));
            return null;
        }
        catch (PostgresException exception) when (session.IsUsable)
        {
            Array.ForEach(alike, fragment => fragment.Fail(SqlFailure.Of(exception)));
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private IEnumerable<Walk> Walks(Way way, PassStatement statement)
    {
        foreach (WalkedLeaf leaf in table.Leaves)
        {
            if (way.TimeColumn is not null)
            {
                (long from, long to) = parameters.Microseconds(Widest(statement.Fragments));
                long width = (to - from) / FirstShareOfWindow;
                yield return new Walk(
                    leaf, statement, new Slicing(SliceUnit.Moments, way.TimeColumn), from, to + 1, Width(width, long.MaxValue));
            }
            else if (_steps.TryGetValue(leaf, out KeySteps? steps))
            {
                yield return new Walk(leaf, statement, steps.Slicing, 0, steps.Expected, Width(1, long.MaxValue)) { Steps = steps };
            }
            else if (way.KeyColumn is { } key && _ranges.Of(leaf, key) is (long first, long last))
            {
                yield return new Walk(
                    leaf, statement, new Slicing(SliceUnit.Keys, key) { First = first }, first, (Int128)last + 1,
                    Width(FirstKeys, long.MaxValue));
            }
            else if (leaf.HasPages)
            {
                yield return new Walk(
                    leaf, statement, Pages(relation), 0, leaf.Pages, Width(FirstPages(way, leaf), Ceiling(leaf, statement)));
            }
            else
            {
                yield return new Walk(leaf, statement, Slicing.All(condition: null), 0, 1, Width(1, 1));
            }
        }
    }

    private static TimeFrame Widest(IEnumerable<FragmentState> fragments) =>
        fragments.Any(fragment => fragment.Plan.Window == TimeFrame.TwentyEightDays)
            ? TimeFrame.TwentyEightDays
            : TimeFrame.SevenDays;

    private SliceWidth Width(long first, long ceiling) => new(options.StatementTarget, options.StatementTimeout, first, ceiling);

    /// <summary>All values of an indexed column are counted in ranges, which share none and need no memory.</summary>
    internal static bool IsCountedByValue(FragmentState fragment, RelationPlan relation, WalkedTable table) =>
        fragment is { Condition: null, Plan: { Sketch: null, GroupBy.Count: 0, Columns.Count: 1 } }
        && relation.Joins.Count == 0
        && table.Leaves is [{ HasPages: true, IsAnalysed: true, VisibleShare: >= FewestVisible } leaf]
        && WalkedTable.ColumnOf(fragment.Plan.Columns[0], relation, leaf.IndexedColumns) is not null;

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

    /// <summary>
    /// What walks together: rows found by a time column, by the keys that a definition names, or by pages; those with a costly
    /// condition by themselves.
    /// </summary>
    private sealed record Way(string? TimeColumn = null, string? KeyColumn = null, string? Condition = null);
}
