using System.Globalization;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Looks at the fragments of one relation: types, plans, indexes. It executes nothing of them.</summary>
internal sealed class RelationVerification(
    RelationPlan relation,
    WalkedTable table,
    SnapshotSession session,
    PassParameters parameters,
    ServicePingOptions options,
    string user)
{
    // Below this size nobody minds that all pages are read.
    private const long FewPages = 1_000;

    // As the first slice of a window.
    private const int SlicesOfWindow = 28;

    private static readonly string[] Times = ["date", "timestamp without time zone", "timestamp with time zone"];
    private static readonly string[] Numbers = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];

    private readonly WalkedLeaf _leaf = table.Leaves[0];

    private string Source => relation.Schema is null ? relation.Table : $"{relation.Schema}.{relation.Table}";

    /// <summary>Looks at one fragment.</summary>
    internal async Task<PartVerification> CheckAsync(QueryFragment plan, CancellationToken cancellationToken)
    {
        PartVerification part = new(relation, plan);
        FragmentState fragment = FragmentState.Begin(plan, table);
        if (fragment.Failure is { } failure)
        {
            return part.With(new MetricFinding(FindingSeverity.Error, failure.Message, "Correct the definition."));
        }

        try
        {
            ComparedColumns types = await TypesAsync(fragment.Plan, cancellationToken).ConfigureAwait(false);
            return WrongType(fragment.Plan, types) is { } wrong
                ? part.With(wrong)
                : await ExplainAsync(part, fragment, types, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (session.IsUsable)
        {
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return part.With(Diagnosis.Of(exception, relation, user));
        }
    }

    private static bool IsWindowed(QueryFragment plan) => plan.Window is TimeFrame.SevenDays or TimeFrame.TwentyEightDays;

    private async Task<PartVerification> ExplainAsync(
        PartVerification part, FragmentState fragment, ComparedColumns types, CancellationToken cancellationToken)
    {
        string sql = ExportedStatement.Of(relation, fragment.Plan, table, parameters, out _)!;
        Explanation alone = await ExplainAsync(sql, slicing: null, default, cancellationToken).ConfigureAwait(false);
        part = part with { Cost = alone.Cost, Rows = alone.Rows };
        if (PassPlan.IsCountedByValue(fragment, relation, table))
        {
            return part.With(Findings(fragment.Plan)) with { Walk = $"values of {fragment.Plan.Columns[0]}", Access = alone.Access };
        }

        (Slicing slicing, Slice slice, string walk) = await SlicingAsync(fragment.Plan, cancellationToken).ConfigureAwait(false);
        PassStatement statement = Statement(fragment, types);
        string pass = statement.Compose([fragment], PassPlan.SourceOf(relation, _leaf, slicing.Condition(slice))).ToString();
        Explanation sliced = await ExplainAsync(pass, slicing, slice, cancellationToken).ConfigureAwait(false);
        return part.With(Findings(fragment.Plan)) with { Walk = walk, Access = sliced.Access };
    }

    private async Task<Explanation> ExplainAsync(string sql, Slicing? slicing, Slice slice, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = session.Command($"EXPLAIN (FORMAT JSON) {sql}");
        if (slicing is not null)
        {
            parameters.AddTo(command.Parameters, slicing, slice);
        }

        return Explanation.Of((string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
    }

    /// <summary>The types of the columns, the groups and, of a window, its time column.</summary>
    private async Task<ComparedColumns> TypesAsync(QueryFragment plan, CancellationToken cancellationToken)
    {
        string[] expressions = [.. plan.Columns, .. plan.GroupBy, .. IsWindowed(plan) ? [plan.TimestampColumn] : (string[])[]];
        return expressions.Length == 0
            ? new ComparedColumns([], true)
            : await ComparedColumns.ProbeAsync(
                expressions, PassPlan.SourceOf(relation, _leaf), session, parameters, cancellationToken).ConfigureAwait(false);
    }

    private static MetricFinding? WrongType(QueryFragment plan, ComparedColumns types)
    {
        if (IsWindowed(plan) && TypeOf(types.After(plan.Columns.Count + plan.GroupBy.Count)) is var time && !Times.Contains(time))
        {
            return new MetricFinding(
                FindingSeverity.Error,
                $"{plan.TimestampColumn} is of the type {time}, which is no time.",
                "Name a column of the type timestamptz, timestamp or date as timestamp_column in the definition.");
        }

        return plan.Operation is Operation.Sum or Operation.Average && !Numbers.Contains(TypeOf(types))
            ? new MetricFinding(
                FindingSeverity.Error,
                $"{plan.Columns[0]} is of the type {TypeOf(types)}, which cannot be added up.",
                "Name a column of numbers in the definition, or convert it, as in 'amount::numeric'.")
            : null;
    }

    /// <summary>The name of the first type, as people know it.</summary>
    private static string TypeOf(ComparedColumns types) => types.TypeName.Replace("pg_catalog.", "", StringComparison.Ordinal);

    private async Task<(Slicing Slicing, Slice Slice, string Walk)> SlicingAsync(QueryFragment plan, CancellationToken cancellationToken)
    {
        if (IsWindowed(plan)
            && await new PassCosts(relation, table, session, parameters)
                .IsWalkedByTimeAsync(plan.TimestampColumn, cancellationToken).ConfigureAwait(false))
        {
            (long from, long to) = parameters.Microseconds(plan.Window);
            long width = (to - from) / SlicesOfWindow;
            return (new Slicing(SliceUnit.Moments, plan.TimestampColumn), new Slice(from, from + width, width), $"time by {plan.TimestampColumn}");
        }

        long pages = Math.Min(options.SlicePages.First, Math.Max(1, _leaf.Pages));
        return _leaf.HasPages ? (PassPlan.Pages(relation), new Slice(0, pages, pages), $"pages of {Source}")
            : plan.BatchColumn is { } key ? (new Slicing(SliceUnit.Keys, key), new Slice(0, long.MaxValue, 1), $"keys by {key}")
            : (Slicing.All(condition: null), default, $"all of {Source}");
    }

    private PassStatement Statement(FragmentState fragment, ComparedColumns types)
    {
        QueryFragment plan = fragment.Plan;
        ComparedColumns columns = types.First(plan.Columns.Count);
        IReadOnlyList<GroupKey> keys = types.After(plan.Columns.Count).First(plan.GroupBy.Count).GroupKeys;
        if (plan.Operation is Operation.DistinctCount or Operation.EstimateBatchDistinctCount)
        {
            fragment.Tell(columns.Value, isCut: _leaf.HasPages);
            if (fragment.Streamed is null)
            {
                return new DistinctStatement(columns.Value, keys, [fragment]);
            }
        }
        else
        {
            fragment.Keys = plan.Operation == Operation.Histogram ? [columns.RowKey] : keys;
        }

        return new AggregatesStatement([fragment], options.FewestRepeatedConditions);
    }

    private IEnumerable<MetricFinding> Findings(QueryFragment plan)
    {
        string pages = table.Pages.ToString("N0", CultureInfo.InvariantCulture);
        if (IsWindowed(plan) && _leaf.HasPages && !table.Leaves.All(leaf =>
            WalkedTable.ColumnOf(plan.TimestampColumn, relation, leaf.IndexedColumns.Concat(leaf.SummarisedColumns)) is not null))
        {
            yield return new MetricFinding(
                table.Pages >= FewPages ? FindingSeverity.Warning : FindingSeverity.Information,
                $"No index begins with {plan.TimestampColumn}: the window is found by walking all pages of {Source}, {pages} now.",
                WalkedTable.ColumnOf(plan.TimestampColumn, relation, [plan.TimestampColumn.Split('.')[^1]]) is { } column
                    ? $"CREATE INDEX CONCURRENTLY ON {Source} ({column});"
                    : $"Name an indexed column of {Source} as timestamp_column in the definition.");
        }

        if (_leaf is { HasPages: false, WhyNoPages: { } why } && plan.BatchColumn is null)
        {
            yield return new MetricFinding(
                FindingSeverity.Warning,
                $"{Source} {why}, and cannot be cut by pages: it is read in one statement.",
                "Name a column of numbers as batch: { column: … } in the definition.");
        }

        if (_leaf is { HasPages: true, IsAnalysed: false, Pages: >= FewPages })
        {
            yield return new MetricFinding(
                FindingSeverity.Information,
                $"The server knows little of {Source}: it has {pages} pages now, and its statistics are of another size.",
                $"ANALYZE {Source};");
        }
    }
}
