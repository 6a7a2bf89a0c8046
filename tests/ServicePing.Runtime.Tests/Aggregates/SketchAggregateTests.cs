using System.Globalization;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Aggregates over the sketches that metrics of a real PostgreSQL keep.</summary>
public sealed class SketchAggregateTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Fact]
    public async Task Aggregates_unite_and_intersect_what_database_metrics_have_counted()
    {
        TestSet set = new();
        set.AddAggregate("all_three", AggregateOperator.And, TimeFrame.All, SetSource.Sketch, ["authors", "builders", "labels"]);
        set.AddAggregate("all_two", AggregateOperator.And, TimeFrame.All, SetSource.Sketch, ["authors", "builders"]);
        set.AddAggregate("any", AggregateOperator.Or, TimeFrame.All, SetSource.Sketch, ["authors", "builders"]);
        set.AddAggregate("any_28d", AggregateOperator.Or, TimeFrame.TwentyEightDays, SetSource.Sketch, ["authors"]);
        set.AddAggregate("any_7d", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.Sketch, ["authors"]);
        AddSketch(set, "authors", "issues", "issues.author_id", TimeFrame.All);
        AddSketch(set, "authors_28d", "issues", "issues.author_id", TimeFrame.TwentyEightDays);
        AddSketch(set, "builders", "builds", "builds.user_id", TimeFrame.All);
        AddSketch(set, "labels", "issues", "(issues.author_id % 50)::text", TimeFrame.All);
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        await IsNearAsync(payload, "any", "SELECT count(*) FROM (SELECT author_id FROM issues WHERE author_id IS NOT NULL UNION SELECT user_id FROM builds WHERE user_id IS NOT NULL) u");
        await IsNearAsync(payload, "all_two", "SELECT count(*) FROM (SELECT author_id FROM issues INTERSECT SELECT user_id FROM builds) u WHERE author_id IS NOT NULL");
        await IsNearAsync(payload, "all_three", """
            SELECT count(*) FROM (
                SELECT author_id FROM issues INTERSECT SELECT user_id FROM builds INTERSECT SELECT author_id % 50 FROM issues) u
            WHERE author_id IS NOT NULL
            """);
        await IsNearAsync(payload, "any_28d", $"SELECT count(DISTINCT author_id) FROM issues WHERE {Within("created_at", -30, -2)}");
        MetricReading none = payload.Metrics.Single(metric => metric.KeyPath == "any_7d");
        Assert.Equal((-1, ReadingStatus.Failed), (none.Value.AsInt64(), none.Status));
    }

    [Fact]
    public async Task An_aggregate_of_a_metric_that_fails_fails_alone()
    {
        TestSet set = new();
        set.AddAggregate("any_good", AggregateOperator.Or, TimeFrame.All, SetSource.Sketch, ["good"]);
        set.AddAggregate("any_torn", AggregateOperator.Or, TimeFrame.All, SetSource.Sketch, ["good", "torn"]);
        AddSketch(set, "good", "issues", "issues.author_id", TimeFrame.All);
        AddSketch(set, "torn", "issues", "issues.no_such_column", TimeFrame.All);
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            [ReadingStatus.Ok, ReadingStatus.Failed, ReadingStatus.Ok, ReadingStatus.Failed], payload.Metrics.Select(metric => metric.Status));
        Assert.Equal(
            "No metric of the same time frame has kept a sketch 'torn': there is none, or it has failed.", payload.Metrics[1].Message);
    }

    [Fact]
    public async Task An_aggregate_alone_walks_what_it_needs()
    {
        TestSet set = new();
        int any = set.AddAggregate("any", AggregateOperator.Or, TimeFrame.All, SetSource.Sketch, ["authors"]);
        AddSketch(set, "authors", "issues", "issues.author_id", TimeFrame.All);
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        MetricResult<long> alone = await ping.Collector.CollectAsync(new Metric<long>(set, any));

        Assert.Equal(ReadingStatus.Ok, alone.Status);
        Assert.True(alone.Value > 500);
    }

    private static void AddSketch(TestSet set, string name, string table, string column, TimeFrame window) => AddMetric(
        set, $"counts.{name}", ValueShape.Integer, table,
        new QueryFragment(0, Operation.EstimateBatchDistinctCount)
        {
            Columns = [column],
            Window = window,
            TimestampColumn = $"{table}.created_at",
            Sketch = name.Split('_')[0],
        });

    private async Task IsNearAsync(ServicePingPayload payload, string keyPath, string sql)
    {
        MetricReading reading = payload.Metrics.Single(metric => metric.KeyPath == keyPath);
        long expected = (await PlainAsync(sql)).GetInt64();
        Assert.Equal(ReadingStatus.Ok, reading.Status);
        Assert.True(expected > 20 && Math.Abs(reading.Value.AsInt64() - expected) <= 12, string.Create(
            CultureInfo.InvariantCulture, $"{keyPath}: {reading.Value.AsInt64()}, expected {expected}"));
    }
}
