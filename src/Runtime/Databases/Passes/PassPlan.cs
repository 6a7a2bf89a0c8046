using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Statements;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>Decides which fragments of a relation share a statement, and along which routes each statement walks.</summary>
/// <param name="relation">The relation.</param>
/// <param name="table">Its table.</param>
/// <param name="basis">What is known of it.</param>
/// <param name="parameters">The parameters of all statements.</param>
/// <param name="options">How wide slices may be.</param>
/// <param name="rowsOfKeyStep">How many rows are read at once by a walk along the key; null for a walk by pages.</param>
internal sealed class PassPlan(
    RelationPlan relation,
    WalkedTable table,
    IPlanBasis basis,
    PassParameters parameters,
    ServicePingOptions options,
    int? rowsOfKeyStep)
{
    // With fewer pages visible to all, an index alone answers for too few values.
    private const double FewestVisible = 0.8;

    private readonly WalkDraft _draft = new(relation, table, parameters, options, rowsOfKeyStep);
    private readonly bool _isSmall =
        table.Leaves.All(leaf => leaf.HasPages) && table.IsSeen && table.Pages <= Math.Min(WalkDraft.FewPages, options.SlicePages.First);

    internal async Task<PlannedPass> MakeAsync(CancellationToken cancellationToken)
    {
        FragmentState[] fragments = [.. relation.Fragments.Select(plan => FragmentState.Begin(plan, table, options.MetricMemory))];
        FragmentState[] live = [.. fragments.Where(fragment => fragment.IsLive)];
        HashSet<string> times = await TimesAsync(live, cancellationToken).ConfigureAwait(false);
        Dictionary<FragmentState, Routing> routings = await RoutingsAsync(live, times, cancellationToken).ConfigureAwait(false);

        List<PlannedWalk> walks = [];
        List<FragmentState> counted = [];
        foreach (var together in routings.GroupBy(one => one.Value, one => one.Key))
        {
            await FindFirstWidthsAsync(together.Key, [.. together], cancellationToken).ConfigureAwait(false);
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
            counted.AddRange(aggregates);
        }

        walks.AddRange(Aggregates(counted).SelectMany(_draft.Together));
        return new PlannedPass(fragments, walks) { IsSmall = _isSmall };
    }

    /// <summary>The time columns by whose indexes windows are best found.</summary>
    private async Task<HashSet<string>> TimesAsync(FragmentState[] fragments, CancellationToken cancellationToken)
    {
        HashSet<string> times = new(StringComparer.Ordinal);
        foreach (var alike in fragments
            .Where(fragment => fragment.Plan.IsWindowed && !_isSmall)
            .GroupBy(fragment => fragment.Plan.TimestampColumn, StringComparer.Ordinal))
        {
            FragmentState[] windowed = [.. alike];
            IReadOnlyList<WalkedLeaf> leaves = _draft.LeavesOf(windowed);
            TimeFrame window = PassParameters.Widest(windowed.Select(fragment => fragment.Plan.Window));
            bool needsRows = windowed.Any(fragment => fragment.Plan is not { Columns: [], GroupBy: [], Filter: null });
            if (leaves.Count > 0
                && await basis.RowsByTimeAsync(leaves, alike.Key, window, needsRows, cancellationToken).ConfigureAwait(false) is { } rows)
            {
                _draft.Learn(alike.Key, window, rows);
                times.Add(alike.Key);
            }
        }

        return times;
    }

    /// <summary>By what the rows of fragments are best found.</summary>
    private async Task<Dictionary<FragmentState, Routing>> RoutingsAsync(
        FragmentState[] fragments, HashSet<string> times, CancellationToken cancellationToken)
    {
        Dictionary<FragmentState, Routing> routings = [];
        List<(WalkedLeaf Leaf, FragmentState Fragment)> byPages = [];
        foreach (FragmentState fragment in fragments)
        {
            routings[fragment] = await RoutingAsync(fragment, times, cancellationToken).ConfigureAwait(false);
            if (!_isSmall && routings[fragment] == new Routing() && _draft.LeavesOf([fragment]) is [var first, ..])
            {
                byPages.Add((first, fragment));
            }
        }

        foreach (FragmentState fragment in await basis.ReadingOthersAsync(byPages, cancellationToken).ConfigureAwait(false))
        {
            routings[fragment] = new Routing(Condition: fragment.Condition!);
        }

        return routings;
    }

    /// <summary>By what a fragment's rows are best found, whatever its condition reads.</summary>
    private async Task<Routing> RoutingAsync(FragmentState fragment, HashSet<string> times, CancellationToken cancellationToken)
    {
        if (_isSmall)
        {
            return new Routing();
        }

        if (fragment.Plan.IsWindowed && times.Contains(fragment.Plan.TimestampColumn))
        {
            return new Routing(TimeColumn: fragment.Plan.TimestampColumn);
        }

        if (fragment.Plan.BatchColumn is { } key && !table.Leaves.All(leaf => leaf.HasPages))
        {
            _draft.Learn(key, await basis.KeyRoutesAsync(key, cancellationToken).ConfigureAwait(false));
            return new Routing(KeyColumn: key);
        }

        return new Routing();
    }

    /// <summary>Learns where slices of pages will do work over again, for a join or a condition that reads another table.</summary>
    private async Task FindFirstWidthsAsync(Routing routing, FragmentState[] fragments, CancellationToken cancellationToken)
    {
        if (!_isSmall && routing.IsByPages && rowsOfKeyStep is null && (relation.Joins.Count > 0 || routing.Condition is not null))
        {
            _draft.Learn(routing, await basis
                .FirstWidthsAsync(_draft.LeavesOf(fragments), routing.Condition, options.SlicePages.First, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Learns by what rows are grouped, from the types of the expressions.</summary>
    /// <returns>Whether the server understands them.</returns>
    private async Task<bool> FindKeysAsync(FragmentState[] alike, CancellationToken cancellationToken)
    {
        bool isHistogram = alike[0].Plan.Operation == Operation.Histogram;
        IReadOnlyList<string> expressions = isHistogram ? alike[0].Plan.Columns : alike[0].Plan.GroupBy;
        ComparedColumns? columns = expressions.Count > 0
            ? await ProbeAsync(expressions, alike, cancellationToken).ConfigureAwait(false)
            : ComparedColumns.Unseen([]);
        if (columns is not null)
        {
            Array.ForEach(alike, fragment => fragment.Keys = isHistogram ? [columns.RowKey] : KeysOf(fragment, columns));
        }

        return alike[0].IsLive;
    }

    /// <summary>By what a fragment is grouped, and last the numbers that are ordered for a percentile.</summary>
    private static IReadOnlyList<GroupKey> KeysOf(FragmentState fragment, ComparedColumns columns) =>
    [
        .. columns.GroupKeys.Select(key => fragment.Plan.GroupValues.Count is > 0 and var values ? key with { Most = values + 1 } : key),
        .. fragment.Plan.Operation == Operation.Percentile ? [GroupKey.OfNumber(fragment.Plan.Columns[0])] : (GroupKey[])[],
    ];

    private async Task<IEnumerable<PlannedWalk>> AggregateWalksAsync(
        Routing routing,
        List<FragmentState> fragments,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<FragmentState> alone = !_isSmall && routing == new Routing() && rowsOfKeyStep is null
            ? await basis.CheaperAloneAsync(fragments, cancellationToken).ConfigureAwait(false)
            : [];
        return Aggregates(fragments.Except(alone))
            .SelectMany(statement => _draft.Each(routing, statement))
            .Concat(alone.Select(fragment => _draft.Alone(new AggregatesStatement([fragment], options.FewestRepeatedConditions))));
    }

    private IEnumerable<AggregatesStatement> Aggregates(IEnumerable<FragmentState> fragments) =>
        GroupSharing.Shares(fragments, relation, table).Select(share => new AggregatesStatement(share, options.FewestRepeatedConditions));

    private async Task<IEnumerable<PlannedWalk>> DistinctWalksAsync(
        Routing routing,
        FragmentState[] alike,
        CancellationToken cancellationToken)
    {
        QueryFragment plan = alike[0].Plan;
        if (await ProbeAsync([.. plan.Columns, .. plan.GroupBy], alike, cancellationToken).ConfigureAwait(false) is not { } probed)
        {
            return [];
        }

        ComparedColumns columns = probed.First(plan.Columns.Count);
        List<PlannedWalk> walks = [];
        FragmentState[] ranged = [.. alike.Where(IsCountedByValue)];
        if (ranged.Length > 0
            && await basis.ValueRouteAsync(
                WalkedTable.ColumnOf(plan.Columns[0], relation, table.Leaves[0].IndexedColumns)!,
                plan.Columns[0], columns.TypeName, cancellationToken).ConfigureAwait(false) is { } values)
        {
            walks.Add(WalkDraft.ByValue(new ValueRangeStatement(plan.Columns[0], ranged), values));
        }
        else
        {
            ranged = [];
        }

        FragmentState[] sent = [.. alike.Except(ranged)];
        IReadOnlyList<GroupKey> keys = probed.After(plan.Columns.Count).GroupKeys;
        Array.ForEach(sent, fragment => fragment.Tell(columns.Value, _draft.IsCut(routing)));
        FragmentState[] rowByRow = [.. sent.Where(fragment => fragment.Streamed is null)];
        if (rowByRow.Length > 0)
        {
            DistinctStatement statement = new(columns.Value, keys, rowByRow);
            walks.AddRange([.. _draft.Each(routing, statement), .. _draft.Together(statement)]);
        }

        return walks;
    }

    /// <summary>The types of expressions; null where the server does not understand what the fragments share.</summary>
    private async Task<ComparedColumns?> ProbeAsync(
        IReadOnlyList<string> expressions,
        FragmentState[] alike,
        CancellationToken cancellationToken)
    {
        (ComparedColumns? columns, Failure? failure) =
            await basis.ProbeAsync(_draft.LeafOf(alike), expressions, cancellationToken).ConfigureAwait(false);
        failure ??= columns?.Problem is { } problem ? new Failure(ReadingStatus.Failed, problem) : null;
        if (failure is null)
        {
            return columns;
        }

        Array.ForEach(alike, fragment => fragment.Fail(failure));
        return null;
    }

    /// <summary>All values of an indexed column are counted in ranges, which share none and need no memory.</summary>
    private bool IsCountedByValue(FragmentState fragment) =>
        !_isSmall
        && fragment is { Condition: null, Plan: { Sketch: null, GroupBy.Count: 0, Columns.Count: 1 } }
        && relation.Joins.Count == 0
        && table.Leaves is [{ HasPages: true, IsAnalysed: true, VisibleShare: >= FewestVisible } leaf]
        && WalkedTable.ColumnOf(fragment.Plan.Columns[0], relation, leaf.IndexedColumns) is not null;
}
