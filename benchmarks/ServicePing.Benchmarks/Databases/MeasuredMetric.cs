using ServicePing.Runtime.Plans;

namespace ServicePing.Benchmarks.Databases;

/// <summary>A metric to measure: of one table, as the product and as a hand-written statement compute it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Operation">What is computed.</param>
/// <param name="Column">The column; null where rows are counted.</param>
/// <param name="Filter">A condition; null for all rows.</param>
/// <param name="Window">The period.</param>
/// <param name="GroupBy">By what it is split; null for one number.</param>
internal sealed record MeasuredMetric(
    string Table, Operation Operation, string? Column = null, string? Filter = null, TimeFrame Window = TimeFrame.All, string? GroupBy = null)
{
    public string? Period => Window switch
    {
        TimeFrame.SevenDays => Between(9),
        TimeFrame.TwentyEightDays => Between(30),
        _ => null,
    };

    /// <summary>WHERE with the filter and the period, or nothing.</summary>
    public string Where(string? more = null) =>
        string.Join(" AND ", new[] { Filter, Period, more }.OfType<string>()) is { Length: > 0 } conditions ? " WHERE " + conditions : "";

    /// <summary>The aggregate of plain SQL.</summary>
    public string Aggregate => Operation switch
    {
        Operation.Count => "count(*)",
        Operation.Sum => $"coalesce(sum({Column}), 0)::bigint",
        _ => $"count(DISTINCT {Column})",
    };

    public QueryFragment Fragment(int slot) => new(slot, Operation)
    {
        Columns = Column is null ? [] : [$"{Table}.{Column}"],
        Filter = Filter,
        Window = Window,
        TimestampColumn = $"{Table}.created_at",
        GroupBy = GroupBy is null ? [] : [$"{Table}.{GroupBy}"],
    };

    private static string Between(int days) =>
        $"created_at BETWEEN '{Moment(days)}' AND '{Moment(2)}'";

    private static string Moment(int days) => BenchmarkTable.Now.AddDays(-days).ToString("yyyy-MM-dd HH:mm:ss") + "+00";
}

/// <summary>Metrics as a metric set, one relation a table.</summary>
internal sealed class MeasuredSet(IReadOnlyList<MeasuredMetric> metrics) : MetricSet
{
    public override string Name => "Measured";

    public override IReadOnlyList<MetricPlan> Metrics { get; } =
    [
        .. metrics.Select((metric, slot) => new MetricPlan(
            $"m{slot:D4}",
            metric.GroupBy is not null ? ValueShape.Json : metric.Operation == Operation.Sum ? ValueShape.Decimal : ValueShape.Integer,
            MetricStatus.Active, metric.Window, DataSource.Database, DataCategory.Optional)),
    ];

    public override IReadOnlyList<RelationPlan> Relations { get; } =
    [
        .. metrics.Index().GroupBy(metric => metric.Item.Table).Select(table => new RelationPlan(
            "main", null, table.Key, [], [.. table.Select(metric => metric.Item.Fragment(metric.Index))])),
    ];
}
