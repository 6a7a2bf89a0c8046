using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Whatever befalls a connection at whatever statement of whatever slice, a value is exactly right or not Ok.</summary>
public sealed class FaultScheduleTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private static readonly (string Name, ValueShape Shape, QueryFragment Fragment, string Sql)[] Metrics =
    [
        ("rows", ValueShape.Integer, new(0, Operation.Count), "SELECT count(*) FROM stones"),
        ("heavy", ValueShape.Integer, new(0, Operation.Count) { Filter = "stones.weight > 50" }, "SELECT count(*) FROM stones WHERE weight > 50"),
        ("weight", ValueShape.Decimal, new(0, Operation.Sum) { Columns = ["stones.weight"] }, "SELECT sum(weight) FROM stones"),
        ("mean", ValueShape.Double, new(0, Operation.Average) { Columns = ["stones.weight"] }, "SELECT avg(weight)::float8 FROM stones"),
        ("finders", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["stones.finder_id"] }, "SELECT count(DISTINCT finder_id) FROM stones"),
        ("names", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["stones.name"] }, "SELECT count(DISTINCT name) FROM stones"),
        ("kinds", ValueShape.Json, new(0, Operation.Count) { GroupBy = ["stones.kind"] },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT kind AS k, count(*) AS n FROM stones GROUP BY 1) g"),
        ("finders_of", ValueShape.Json, new(0, Operation.DistinctCount) { Columns = ["stones.finder_id"], GroupBy = ["stones.kind"] },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT kind AS k, count(DISTINCT finder_id) AS n FROM stones GROUP BY 1) g"),
        ("found", ValueShape.Json, new(0, Operation.Histogram) { Columns = ["stones.finder_id"], FirstBucket = 1, LastBucket = 20 },
            """
            SELECT jsonb_object_agg(b, n) FROM (
                SELECT width_bucket(c, 1, 20, 19) AS b, count(*) AS n FROM (SELECT count(*) AS c FROM stones GROUP BY finder_id) g GROUP BY 1) h
            """),
        ("broken", ValueShape.Integer, new(0, Operation.Count) { Filter = "1 / (stones.id - 200) > 0" }, "SELECT 0"),
    ];

    [Fact]
    public async Task Every_value_is_right_or_not_Ok_whatever_the_schedule_of_faults()
    {
        int seeds = Environment.GetEnvironmentVariable("SERVICEPING_LONG") is "1" ? 20_000 : 2_000;
        await ExecuteAsync("""
            CREATE TABLE stones AS
            SELECT n AS id, n % 100 AS weight, n % 73 AS finder_id, 'stone ' || n % 91 AS name, 'kind ' || n % 5 AS kind, repeat('x', 300) AS filler
            FROM generate_series(1, 240) n;
            ALTER TABLE stones ADD PRIMARY KEY (id);
            ANALYZE stones
            """);
        Dictionary<string, string> expected = [];
        foreach (var metric in Metrics)
        {
            expected[metric.Name] = (await PlainAsync(metric.Sql)).GetRawText().Replace(" ", "", StringComparison.Ordinal);
        }

        int port = new NpgsqlConnectionStringBuilder(ConnectionString).Port;
        (int ok, int faults) = (0, 0);
        int workers = 2 * Environment.ProcessorCount;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            // Connections that survive a schedule serve the next one, as those of a pool do.
            await using FaultyServer server = new(port);
            await using NpgsqlDataSource source = Through(server);
            for (int seed = 1 + worker; seed <= seeds; seed += workers)
            {
                server.Begin(seed, faults: 0.01 + (0.005 * (seed % 10)));
                await using Ping ping = Ping.Of(builder => builder.UsePostgres(source).Configure(one => Configure(one, seed)), Set());

                ServicePingPayload payload = await ping.CollectAsync();

                foreach (MetricReading reading in payload.Metrics.Where(reading => reading.Status == ReadingStatus.Ok))
                {
                    Assert.True(
                        expected[reading.KeyPath] == reading.Value.ToString().Replace(" ", "", StringComparison.Ordinal),
                        $"Seed {seed}: {reading.KeyPath} is {reading.Value}, and not {expected[reading.KeyPath]}.");
                    Interlocked.Increment(ref ok);
                }
            }

            Interlocked.Add(ref faults, server.Faults);
        })));

        // Most faults cost nothing: what a connection has lost another reads.
        Assert.InRange(ok, seeds * (Metrics.Length - 1) * 0.8, seeds * (Metrics.Length - 1));
        Assert.InRange(faults, seeds / 2, int.MaxValue);
    }

    private static void Configure(ServicePingOptions options, int seed)
    {
        options.ResumeWithin = TimeSpan.Zero;
        options.MaxConnections = 1 + (seed % 3);
        options.SlicePages = (1 + (seed % 7), 1 + (seed % 7));
        options.PauseRatio = 0;
    }

    private NpgsqlDataSource Through(FaultyServer server)
    {
        NpgsqlDataSourceBuilder builder = new(ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        builder.ConnectionStringBuilder.Port = server.Port;
        builder.ConnectionStringBuilder.Host = "127.0.0.1";
        builder.ConnectionStringBuilder.SslMode = SslMode.Disable;
        builder.ConnectionStringBuilder.GssEncryptionMode = GssEncryptionMode.Disable;
        return builder.Build();
    }

    private static TestSet Set()
    {
        TestSet set = new();
        RelationPlan relation = new("main", null, "stones", [], [.. Metrics.Select(metric =>
            metric.Fragment with { Slot = set.Add(metric.Name, metric.Shape) })]);
        set.RelationPlans.Add(relation);
        return set;
    }
}
