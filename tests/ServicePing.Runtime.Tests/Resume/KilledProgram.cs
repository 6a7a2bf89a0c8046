using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;
using static ServicePing.Tests.DatabaseTest;

namespace ServicePing.Tests;

/// <summary>
/// A program that reads three relations, one after the other, and waits in the last as long as somebody holds the advisory lock
/// <see cref="DatabaseTest.Barrier"/>. A program that goes on with its collection is the same.
/// </summary>
internal static class KilledProgram
{
    /// <summary>What the database needs beside the tables that all tests have.</summary>
    internal static string Preparation => $"""
        CREATE FUNCTION waits(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock_shared({DatabaseTest.Barrier}) WHERE id = 1;
            RETURN true;
        END
        $$
        """;

    internal static Ping Of(string connectionString, Action<ServicePingOptions>? configure = null) =>
        Of(builder => builder.UsePostgres(connectionString), configure);

    internal static Ping Of(Action<ServicePingBuilder> databases, Action<ServicePingOptions>? configure = null) => Ping.Of(
        builder =>
        {
            databases(builder);
            builder.Configure(options =>
            {
                options.Version = "1.0";
                options.MaxConnections = 1;
                options.StatementTimeout = TimeSpan.FromMinutes(2);
                options.LockTimeout = TimeSpan.FromMinutes(2);
                options.PauseRatio = 0;
                configure?.Invoke(options);
            });
        },
        Set());

    /// <summary>The metric of the second relation.</summary>
    internal static Metric<long> Projects(Ping ping)
    {
        MetricSet set = ping.Services.GetServices<MetricSet>().Single();
        return new Metric<long>(set, set.Metrics.Index().Single(metric => metric.Item.KeyPath == "projects").Index);
    }

    private static TestSet Set()
    {
        TestSet set = new();
        AddMetric(set, "average", ValueShape.Double, "issues", new(0, Operation.Average) { Columns = ["issues.weight"] });
        AddMetric(set, "count", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = "issues.state_id = 1" });
        AddMetric(set, "distinct", ValueShape.Integer, "issues", new(0, Operation.DistinctCount) { Columns = ["issues.label"] });
        AddMetric(set, "groups", ValueShape.Json, "issues", new(0, Operation.Sum)
        {
            Columns = ["issues.weight"],
            GroupBy = ["issues.label", "issues.state_id"],
        });
        AddMetric(set, "histogram", ValueShape.Json, "issues", new(0, Operation.Histogram)
        {
            Columns = ["issues.project_id"],
            FirstBucket = 1,
            LastBucket = 100,
        });
        AddMetric(set, "sum", ValueShape.Decimal, "issues", new(0, Operation.Sum)
        {
            Columns = ["issues.weight * 10000000000000::numeric + 0.0000001"],
        });
        AddMetric(set, "real", ValueShape.Double, "issues", new(0, Operation.Sum) { Columns = ["issues.score / 3"] });
        AddMetric(set, "month", ValueShape.Integer, "issues", new(0, Operation.Count)
        {
            Window = TimeFrame.TwentyEightDays,
            TimestampColumn = "issues.created_at",
        });
        AddMetric(set, "largest", ValueShape.Decimal, "issues", new(0, Operation.Max) { Columns = ["issues.weight"] });
        AddMetric(set, "percentile", ValueShape.Decimal, "issues", new(0, Operation.Percentile) { Columns = ["issues.weight"], Percentile = 95 });
        AddMetric(set, "exists", ValueShape.Boolean, "issues", new(0, Operation.Exists) { Filter = "issues.state_id = 1" });
        AddMetric(set, "none", ValueShape.Double, "projects", new(0, Operation.Average)
        {
            Columns = ["projects.id"],
            Filter = "false",
        });
        AddMetric(set, "projects", ValueShape.Integer, "projects", new(0, Operation.Count));
        AddMetric(set, "torn", ValueShape.Integer, "projects", new(0, Operation.Count) { Filter = "1 / (projects.id - 7) > 0" });
        AddSketch(set, "authors", "issues", "issues.author_id");
        AddSketch(set, "labels", "issues", "issues.label");
        AddSketch(set, "users", "builds", "builds.user_id");
        AddMetric(set, "builds", ValueShape.Integer, "builds", new(0, Operation.Count) { Filter = "waits(builds.id)" });
        set.AddAggregate("all", AggregateOperator.And, TimeFrame.All, SetSource.Sketch, ["authors", "users"]);
        set.AddAggregate("any", AggregateOperator.Or, TimeFrame.All, SetSource.Sketch, ["authors", "users", "labels"]);
        return set;
    }

    private static void AddSketch(TestSet set, string name, string table, string column) => AddMetric(
        set, name, ValueShape.Integer, table, new(0, Operation.EstimateBatchDistinctCount) { Columns = [column], Sketch = name });
}
