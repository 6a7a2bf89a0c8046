using System.Text.RegularExpressions;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>What it takes to find out how to read a relation, before any row of it is read.</summary>
public sealed partial class PlanningTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Theory]
    [InlineData("filters")]
    [InlineData("subqueries")]
    [InlineData("windows")]
    [InlineData("parts")]
    public async Task Hundred_and_twenty_metrics_are_planned_in_a_few_ways_to_the_server(string kind)
    {
        await ExecuteAsync($"""
            CREATE TABLE visits (id bigint PRIMARY KEY, state int, created_at timestamptz, filler text) {(kind == "parts" ? "PARTITION BY RANGE (id)" : "")};
            {(kind == "parts"
                ? string.Concat(Enumerable.Range(0, 10).Select(part => $"CREATE TABLE visits_{part} PARTITION OF visits FOR VALUES FROM ({part * 10_000}) TO ({(part + 1) * 10_000});"))
                : "")}
            INSERT INTO visits SELECT n, n % 130, timestamptz '2026-11-21' - n * interval '1 minute', repeat('x', 80) FROM generate_series(1, 99000) n;
            CREATE INDEX ON visits (created_at);
            ANALYZE visits
            """);
        TestSet set = new();
        for (int metric = 0; metric < 120; metric++)
        {
            AddMetric(set, $"m{metric:000}", ValueShape.Integer, "visits", new(0, Operation.Count)
            {
                Filter = kind == "subqueries" ? $"visits.state IN (SELECT {metric})" : $"visits.state = {metric}",
                Window = kind == "windows" ? TimeFrame.TwentyEightDays : TimeFrame.All,
            });
        }

        using RecordedStatements recorded = new(ConnectionString);
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(recorded.Source).Configure(options =>
            {
                options.SlicePages = (10, long.MaxValue);
                options.PauseRatio = 0;
                options.MaxConnections = 1;
                options.ResumeWithin = TimeSpan.Zero;
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Ok, metric.Status));
        Assert.Equal(
            (await PlainAsync($"SELECT count(*) FROM visits WHERE state = 7 {(kind == "windows" ? $"AND {Within("created_at", -30, -2)}" : "")}")).GetInt64(),
            payload.Metrics[7].Value.AsInt64());
        int ways = Way().Count(recorded.Take());
        Assert.InRange(ways - payload.Statistics.Statements, 3, 30);
    }

    /// <summary>An index of a parent is none of its child: to look for a step of it would sort all its rows.</summary>
    [Theory]
    [InlineData("CREATE TABLE heirs () INHERITS (ancestors)", false)]
    [InlineData("CREATE TABLE heirs (UNIQUE (kind)) INHERITS (ancestors)", false)]
    [InlineData("CREATE TABLE heirs (PRIMARY KEY (kind, id)) INHERITS (ancestors)", false)]
    [InlineData("CREATE TABLE heirs (PRIMARY KEY (id)) INHERITS (ancestors)", true)]
    public async Task A_child_without_the_key_of_its_parent_is_not_sorted_at_each_step(string child, bool isByKey)
    {
        await ExecuteAsync($"""
            CREATE TABLE ancestors (id bigint PRIMARY KEY, kind int NOT NULL, filler text);
            {child};
            INSERT INTO ancestors SELECT n, n, repeat('x', 200) FROM generate_series(1, 4000) n;
            INSERT INTO heirs SELECT 2 * n, -n, repeat('x', 200) FROM generate_series(1, 4000) n;
            ANALYZE ancestors, heirs
            """);
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "ancestors", new(0, Operation.Count));
        AddMetric(set, "kinds", ValueShape.Integer, "ancestors", new(0, Operation.DistinctCount) { Columns = ["ancestors.kind"] });
        using RecordedStatements recorded = new(ConnectionString);
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(recorded.Source).Configure(options =>
            {
                options.SnapshotLimit = TimeSpan.Zero;
                options.SlicePages = (10, 10);
                options.RowsOfKeyStep = 300;
            }),
            set);

        Assert.Equal("""{"all":8000,"kinds":8000}""", (await ping.CollectAsync()).ToString());
        Assert.Equal(isByKey, recorded.Take().Contains("OFFSET 300 LIMIT 1", StringComparison.Ordinal));
    }

    [GeneratedRegex("(?i)execution completed")]
    private static partial Regex Way();
}
