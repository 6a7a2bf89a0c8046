using System.Diagnostics;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>When a database rests and who takes turns, whatever connections there are, and that who waits holds nothing.</summary>
public sealed class PauseTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(0.1, 3, true)]
    [InlineData(0, 2, false)]
    public async Task At_full_speed_connections_work_at_once_and_otherwise_one_after_the_other(double pauseRatio, int connections, bool isOneAfterTheOther)
    {
        // A row is counted unless another connection is at work: looking from outside, one that ends and one that begins would seem to overlap.
        await ExecuteAsync(EventTable.Sql);
        await ExecuteAsync("""
            CREATE FUNCTION works_alone() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
                IF NOT pg_try_advisory_lock(17) THEN RETURN false; END IF;
                PERFORM pg_sleep(0.01);
                RETURN pg_advisory_unlock(17);
            END $$
            """);
        TestSet set = new();
        AddMetric(set, "alone", ValueShape.Integer, "events", new(0, Operation.Count) { Filter = "id % 40 > 0 OR works_alone()" });
        await using Ping ping = Paced(set, pauseRatio, connections);

        long alone = Assert.Single((await ping.CollectAsync()).Metrics).Value.AsInt64();

        Assert.Equal(isOneAfterTheOther, alone == 5_000);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(4, 3)]
    public async Task A_database_rests_for_its_share_whatever_connections_there_are(double pauseRatio, int connections)
    {
        await ExecuteAsync(EventTable.Sql);
        TestSet set = new();
        AddMetric(set, "slow", ValueShape.Integer, "events", new(0, Operation.Count) { Filter = "id % 50 > 0 OR pg_sleep(0.01) IS NOT NULL" });
        await using Ping ping = Paced(set, pauseRatio, connections);

        long begun = Stopwatch.GetTimestamp();
        ServicePingPayload payload = await ping.CollectAsync();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begun);

        Assert.Equal(5_000, Assert.Single(payload.Metrics).Value.AsInt64());
        TimeSpan worked = payload.Statistics.SentStatements.Aggregate(TimeSpan.Zero, (sum, sent) => sum + sent.Elapsed);
        Assert.True(elapsed > (worked - (connections * payload.Statistics.LongestStatement)) * (1 + pauseRatio), $"{elapsed} for {worked} of statements.");
    }

    [Theory]
    [InlineData("pages", true)]
    [InlineData("a table without a key", false)]
    public async Task A_rest_may_last_longer_than_a_connection_may_idle_and_than_a_snapshot_is_held(string kind, bool hasKey)
    {
        await ExecuteAsync(EventTable.Sql);
        await ExecuteAsync(hasKey ? "SELECT 1" : "ALTER TABLE events DROP CONSTRAINT events_pkey");
        TestSet set = new();
        AddMetric(set, "slow", ValueShape.Integer, "events", new(0, Operation.Count) { Filter = "id <> 2500 OR pg_sleep(0.05) IS NOT NULL" });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.PauseRatio = 60;
                options.LongestPause = TimeSpan.FromSeconds(0.3);
                options.RowsOfKeyStep = 1_000;
                options.SnapshotLimit = TimeSpan.FromSeconds(1);
                options.SlicePages = (500, 500);
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        MetricReading reading = Assert.Single(payload.Metrics);
        Assert.Equal((kind, ReadingStatus.Ok, 5_000L), (kind, reading.Status, reading.Value.AsInt64()));
        Assert.Equal(hasKey, Assert.Single(payload.Statistics.Moments).InKeyRanges);
    }

    [Fact]
    public async Task Who_waits_for_its_turn_or_for_a_rest_holds_no_lock()
    {
        await ExecuteAsync(EventTable.Sql);

        // First the locks, then who has been idle since before that: the other way round, one that goes on in between would seem to have held one.
        await ExecuteAsync("""
            CREATE FUNCTION who_waits() RETURNS text LANGUAGE plpgsql AS $$
            DECLARE
                holders int[] := ARRAY(SELECT pid FROM pg_locks WHERE relation = 'events'::regclass);
            BEGIN
                RETURN (
                    SELECT count(*) || ' wait, ' || count(*) FILTER (WHERE pid = ANY (holders)) || ' with locks'
                    FROM pg_stat_activity
                    WHERE application_name = 'ServicePing' AND datname = current_database()
                      AND state = 'idle in transaction' AND state_change < now() - interval '1 second');
            END $$
            """);
        TestSet set = new();
        AddMetric(set, "slow", ValueShape.Integer, "events", new(0, Operation.Count) { Filter = "id NOT IN (1000, 3000) OR pg_sleep(0.1) IS NOT NULL" });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.PauseRatio = 20;
                options.SlicePages = (100, 100);
            }),
            set);
        Task<ServicePingPayload> collection = ping.CollectAsync();
        List<string> seen = [];
        while (!collection.IsCompleted)
        {
            seen.Add((await PlainAsync("SELECT who_waits()")).GetString()!);
        }

        Assert.Equal(5_000, Assert.Single((await collection).Metrics).Value.AsInt64());
        Assert.Contains("2 wait, 0 with locks", seen);
        Assert.DoesNotContain(seen, one => !one.EndsWith(", 0 with locks", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("id bigint PRIMARY KEY")]
    [InlineData("id bigint")]
    public async Task A_table_that_a_snapshot_is_held_too_long_for_by_others_is_read_in_another(string id)
    {
        // Small tables, a row a page: nobody knows beforehand that the second takes long too.
        await ExecuteAsync($"""
            CREATE TABLE first ({id}, filler text);
            CREATE TABLE second ({id}, filler text);
            ALTER TABLE first ALTER filler SET STORAGE PLAIN;
            ALTER TABLE second ALTER filler SET STORAGE PLAIN;
            INSERT INTO first SELECT n, repeat('x', 7000) FROM generate_series(1, 2) n;
            INSERT INTO second SELECT n, repeat('x', 7000) FROM generate_series(1, 2) n;
            ANALYZE first;
            ANALYZE second
            """);
        TestSet set = new();
        AddMetric(set, "first", ValueShape.Integer, "first", new(0, Operation.Count) { Filter = "pg_sleep(1) IS NOT NULL" });
        AddMetric(set, "second", ValueShape.Integer, "second", new(1, Operation.Count) { Filter = "pg_sleep(1.3) IS NOT NULL" });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.PauseRatio = 0;
                options.MaxConnections = 1;
                options.SlicePages = (1, 1);
                options.SnapshotLimit = TimeSpan.FromSeconds(4);
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"first":2,"second":2}""", payload.ToString());
        Assert.Equal(
            [("first", false), ("second", false)],
            payload.Statistics.Moments.Select(moment => (Assert.Single(moment.Relations).Name, moment.InKeyRanges)));
    }

    /// <summary>A program that reads a twentieth of the table a slice.</summary>
    private Ping Paced(TestSet set, double pauseRatio, int connections) => Ping.Of(
        builder => builder.UsePostgres(ConnectionString).Configure(options =>
        {
            options.PauseRatio = pauseRatio;
            options.MaxConnections = connections;
            options.SlicePages = (50, 50);
        }),
        set);
}
