using System.Text.Json;
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
    bool isKeyed)
{
    // Of a window with more of the rows than this, reading all pages is cheaper than looking its rows up.
    private const double MostOfTable = 0.2;

    // A window is begun with this part of it, different values with so many.
    private const int FirstShareOfWindow = 28;
    private const long FirstKeys = 100_000;

    private readonly Dictionary<WalkedLeaf, Slicing> _ways = new(ReferenceEqualityComparer.Instance);

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
        FragmentState[] fragments = [.. relation.Fragments.Select(Begin)];
        foreach (WalkedLeaf leaf in isKeyed ? table.Leaves : [])
        {
            _ways[leaf] = await new KeySteps(relation, table, leaf, session).FindAsync(cancellationToken).ConfigureAwait(false);
        }

        Dictionary<string, bool> windows = new(StringComparer.Ordinal);
        foreach (string column in fragments.Where(IsWindowed).Select(fragment => fragment.Plan.TimestampColumn).Distinct())
        {
            windows[column] = await IsWalkedByTimeAsync(column, cancellationToken).ConfigureAwait(false);
        }

        List<Walk> walks = [];
        foreach (var kind in fragments.Where(fragment => fragment.IsLive).GroupBy(fragment => KindOf(fragment, windows)))
        {
            walks.AddRange(await WalksAsync(kind.Key, [.. kind], cancellationToken).ConfigureAwait(false));
        }

        return (fragments, walks);
    }

    private static bool IsWindowed(FragmentState fragment) =>
        fragment.Plan.Window is TimeFrame.SevenDays or TimeFrame.TwentyEightDays;

    /// <summary>Fragments of one kind share a statement.</summary>
    private static Kind KindOf(FragmentState fragment, Dictionary<string, bool> windows)
    {
        QueryFragment plan = fragment.Plan;
        string timeColumn = IsWindowed(fragment) && windows[plan.TimestampColumn] ? plan.TimestampColumn : "";
        return plan.Operation switch
        {
            Operation.DistinctCount or Operation.EstimateBatchDistinctCount =>
                new(Shape.Distinct, Joined(plan.Columns), Joined(plan.GroupBy), timeColumn),
            Operation.Histogram => new(Shape.Histogram, Joined(plan.Columns), "", timeColumn),
            _ when plan.GroupBy.Count > 0 => new(Shape.Groups, "", Joined(plan.GroupBy), timeColumn),
            _ => new(Shape.Totals, "", "", timeColumn),
        };
    }

    private static string Joined(IReadOnlyList<string> expressions) => string.Join('\n', expressions);

    private FragmentState Begin(QueryFragment plan)
    {
        try
        {
            if (plan is { Operation: Operation.DistinctCount or Operation.EstimateBatchDistinctCount, Columns.Count: 0 })
            {
                plan = plan with { Columns = [table.PrimaryKeyColumn()] };
            }

            FragmentState state = new(plan, Sql.ConditionOf(plan, table));
            if (plan is { Operation: Operation.Sum or Operation.Average or Operation.Histogram, Columns.Count: not 1 })
            {
                state.Fail(new Failure(ReadingStatus.Failed, $"The definition has to name one column for {plan.Operation}."));
            }
            else if (plan.Operation == Operation.Histogram && !HistogramBuckets.AreValid(plan, out string? problem))
            {
                state.Fail(new Failure(ReadingStatus.Failed, problem));
            }

            return state;
        }
        catch (InvalidOperationException exception)
        {
            FragmentState state = new(plan, condition: null);
            state.Fail(new Failure(ReadingStatus.Failed, exception.Message));
            return state;
        }
    }

    private async Task<IEnumerable<Walk>> WalksAsync(Kind kind, FragmentState[] fragments, CancellationToken cancellationToken)
    {
        QueryFragment plan = fragments[0].Plan;
        switch (kind.Shape)
        {
            case Shape.Totals:
                return Walks(kind, new TotalsStatement(fragments));
            case Shape.Groups:
                return Walks(kind, new GroupsStatement([.. plan.GroupBy.Select(PassStatement.GroupText)], fragments));
        }

        try
        {
            CanonicalColumns columns = await CanonicalColumns.ProbeAsync(
                plan.Columns,
                asRow: kind.Shape == Shape.Histogram,
                SourceOf(relation, table.Leaves[0]),
                session,
                parameters,
                cancellationToken).ConfigureAwait(false);
            if (kind.Shape == Shape.Histogram)
            {
                return Walks(kind, new GroupsStatement([columns.Expression], fragments));
            }

            FragmentState[] ranged = [.. fragments.Where(fragment => columns.IsInteger && IsCountedByValue(fragment))];
            FragmentState[] streamed = [.. fragments.Except(ranged)];
            Array.ForEach(streamed, fragment =>
                fragment.Gathering = AccumulatorKinds.OfDistinct(fragment.Plan, columns.IsInteger));
            return
            [
                .. ranged.Length == 0 ? [] : await ValueWalksAsync(ranged, cancellationToken).ConfigureAwait(false),
                .. streamed.Length == 0 ? [] : Walks(kind, new DistinctStatement(
                    columns.Expression, columns.IsInteger, columns.IsNullable, plan.GroupBy, streamed)),
            ];
        }
        catch (PostgresException exception) when (session.IsUsable)
        {
            // They share the column that the server does not understand.
            Array.ForEach(fragments, fragment => fragment.Fail(SqlFailure.Of(exception)));
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return [];
        }
    }

    private IEnumerable<Walk> Walks(Kind kind, PassStatement statement)
    {
        foreach (WalkedLeaf leaf in table.Leaves)
        {
            if (kind.TimeColumn.Length > 0)
            {
                (long from, long to) = parameters.Microseconds(Widest(statement.Fragments));
                long width = (to - from) / FirstShareOfWindow;
                yield return new Walk(
                    leaf, statement, new Slicing(SliceUnit.Moments, kind.TimeColumn), from, to + 1, Width(width, long.MaxValue));
            }
            else if (_ways.TryGetValue(leaf, out Slicing? steps))
            {
                yield return new Walk(leaf, statement, steps, 0, steps.Bounds!.Count + 1, Width(1, long.MaxValue));
            }
            else if (leaf.HasPages)
            {
                yield return new Walk(
                    leaf, statement, Pages(relation), 0, leaf.Pages, Width(options.SlicePages.First, Ceiling(leaf)));
            }
            else
            {
                yield return new Walk(leaf, statement, Slicing.None, 0, 1, Width(1, 1));
            }
        }
    }

    private static TimeFrame Widest(IEnumerable<FragmentState> fragments) =>
        fragments.Any(fragment => fragment.Plan.Window == TimeFrame.TwentyEightDays)
            ? TimeFrame.TwentyEightDays
            : TimeFrame.SevenDays;

    private SliceWidth Width(long first, long ceiling) => new(options.StatementTarget, first, ceiling);

    /// <summary>All values of an indexed column are counted in ranges, which share none and need no memory.</summary>
    private bool IsCountedByValue(FragmentState fragment) =>
        fragment is { Condition: null, Plan: { Sketch: null, GroupBy.Count: 0 } }
        && relation.Joins.Count == 0
        && table.Leaves is [{ HasPages: true } leaf]
        && leaf.IsIndexed(fragment.Plan.Columns[0], relation);

    private async Task<IEnumerable<Walk>> ValueWalksAsync(FragmentState[] fragments, CancellationToken cancellationToken)
    {
        WalkedLeaf leaf = table.Leaves[0];
        string column = fragments[0].Plan.Columns[0];
        long? first = (await session.ScalarAsync($"SELECT min({column})::bigint FROM {leaf.From}", cancellationToken)
            .ConfigureAwait(false)) as long?;
        long? last = (await session.ScalarAsync($"SELECT max({column})::bigint FROM {leaf.From}", cancellationToken)
            .ConfigureAwait(false)) as long?;
        return first is null
            ? []
            : [new Walk(
                leaf,
                new ValueRangeStatement(column, fragments),
                new Slicing(SliceUnit.Keys, column),
                first.Value,
                (Int128)last!.Value + 1,
                Width(FirstKeys, long.MaxValue))];
    }

    /// <summary>Whether every part has an index on the column, and the planner finds few rows in four weeks.</summary>
    private async Task<bool> IsWalkedByTimeAsync(string column, CancellationToken cancellationToken)
    {
        if (!table.Leaves.All(leaf => leaf.HasPages && leaf.IsIndexed(column, relation)))
        {
            return false;
        }

        double rows = 0;
        double windowed = 0;
        (int from, int to) = PassParameters.Window(TimeFrame.TwentyEightDays);
        try
        {
            foreach (WalkedLeaf leaf in table.Leaves)
            {
                rows += leaf.Pages * leaf.RowsPerPage ?? 0;
                windowed += await RowsAsync(
                    $"SELECT FROM {leaf.From} WHERE {column} BETWEEN ${from} AND ${to}", cancellationToken).ConfigureAwait(false);
            }
        }
        catch (PostgresException) when (session.IsUsable)
        {
            // Not a column of time; its metrics will be told so one by one.
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }

        return windowed < rows * MostOfTable;
    }

    /// <summary>How many rows the planner expects, without executing anything.</summary>
    private async Task<double> RowsAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = session.Command($"EXPLAIN (FORMAT JSON) {sql}");
        parameters.AddTo(command.Parameters);
        string explained = (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        using JsonDocument plan = JsonDocument.Parse(explained);
        return plan.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
    }

    /// <summary>No slice is wider than the smallest <c>batch.size</c> of the relation's metrics allows.</summary>
    private long Ceiling(WalkedLeaf leaf)
    {
        long? rows = relation.Fragments.Min(fragment => fragment.BatchSize);
        return rows is null || leaf.RowsPerPage is not { } density
            ? options.SlicePages.Ceiling
            : Math.Clamp((long)(rows.Value / density), 1, options.SlicePages.Ceiling);
    }

    private readonly record struct Kind(Shape Shape, string Columns, string GroupBy, string TimeColumn);

    private enum Shape
    {
        Totals,
        Groups,
        Distinct,
        Histogram,
    }
}
