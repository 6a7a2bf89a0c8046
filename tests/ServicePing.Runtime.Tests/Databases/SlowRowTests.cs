using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Rows that take long: a slice is cut down to what takes its time, a row that takes too long fails its metric alone.</summary>
public sealed class SlowRowTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Theory]
    [InlineData("pages")]
    [InlineData("places of a page")]
    [InlineData("keys")]
    [InlineData("moments")]
    [InlineData("steps")]
    [InlineData("columns of a key")]
    public async Task A_slice_that_takes_too_long_is_cut_down_to_what_takes_its_time(string kind)
    {
        // Each row takes a fiftieth of a second, and twelve times as long as all of them may be in one statement.
        bool isWide = kind == "pages";
        string key = kind == "columns of a key" ? "PRIMARY KEY (part, id)" : "PRIMARY KEY (id)";
        await ExecuteAsync($"""
            CREATE TABLE slow (id bigint, part text, filler text, created_at timestamptz NOT NULL, {key});
            ALTER TABLE slow ALTER filler SET STORAGE PLAIN;
            INSERT INTO slow
            SELECT n, 'p' || n % 3, {(isWide ? "repeat('x', 7000)" : "''")}, timestamptz '2026-11-10 00:00:00+00' + n * interval '1 millisecond'
            FROM generate_series(1, 60) n;
            CREATE INDEX ON slow (created_at);
            CREATE VIEW seen AS SELECT * FROM slow;
            {(kind == "moments" ? "INSERT INTO slow SELECT n, '', '', '2020-01-01' FROM generate_series(100, 100000) n" : "SELECT 1")};
            ANALYZE slow
            """);
        const string filter = "pg_sleep(0.02) IS NOT NULL";
        bool isByKey = kind is "steps" or "columns of a key";
        TestSet set = new();
        AddMetric(set, "slow", ValueShape.Integer, kind == "keys" ? "seen" : "slow", new(0, Operation.Count)
        {
            Filter = filter,
            BatchColumn = kind == "keys" ? "seen.id" : null,
            Window = kind == "moments" ? TimeFrame.TwentyEightDays : TimeFrame.All,
        });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.StatementTimeout = TimeSpan.FromMilliseconds(400);
                options.StatementTarget = TimeSpan.FromMilliseconds(200);
                options.PauseRatio = 0;
                options.SnapshotLimit = isByKey ? TimeSpan.Zero : Patience;
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        MetricReading reading = Assert.Single(payload.Metrics);
        Assert.Equal((null, 60L), (reading.Message, reading.Value.AsInt64()));
        string cut = kind switch
        {
            "keys" => "seen.id >= $6",
            "moments" => "created_at >= $6",
            "steps" => "(slow.id) >= ($6",
            "columns of a key" => "(slow.part, slow.id) >= ($6",
            _ => "slow.ctid >= $6",
        };
        Assert.Contains(payload.Statistics.SentStatements, sent => sent.Sql.Contains(cut, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pages")]
    [InlineData("keys")]
    [InlineData("steps")]
    public async Task A_row_that_takes_too_long_fails_its_metric_alone(string kind)
    {
        await ExecuteAsync("""
            CREATE TABLE slow (id bigint PRIMARY KEY, filler text);
            INSERT INTO slow SELECT n, repeat('x', 700) FROM generate_series(1, 3000) n;
            CREATE VIEW seen AS SELECT * FROM slow;
            ANALYZE slow
            """);
        string? key = kind == "keys" ? "seen.id" : null;
        string table = kind == "keys" ? "seen" : "slow";
        TestSet set = new();
        set.RelationPlans.Add(new RelationPlan("main", null, table, [],
        [
            new(set.Add("all"), Operation.Count) { BatchColumn = key },
            new(set.Add("endless"), Operation.Count) { BatchColumn = key, Filter = $"CASE WHEN {table}.id = 1234 THEN pg_sleep(600) IS NOT NULL ELSE true END" },
            new(set.Add("odd"), Operation.Count) { BatchColumn = key, Filter = $"{table}.id % 2 = 1" },
        ]));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.StatementTimeout = TimeSpan.FromMilliseconds(1_500);
                options.PauseRatio = 0;
                options.SnapshotLimit = kind == "steps" ? TimeSpan.Zero : Patience;
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"all":3000,"endless":-1,"odd":1500}""", payload.ToString());
        Assert.Equal(ReadingStatus.TimedOut, payload.Metrics.Single(metric => metric.KeyPath == "endless").Status);
    }
}
