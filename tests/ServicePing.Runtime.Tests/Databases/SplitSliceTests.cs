using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A slice that was split tells nothing before all of it is read: what a lost connection has read of it counts once.</summary>
public sealed class SplitSliceTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private const int Rows = 10_000;

    // What befalls the connections that help the first one: their first statement takes too long, the next one ends well, the one after
    // that waits to be killed. Locks of a session outlive a savepoint, and tell a connection what it has been through.
    private static readonly string Fates = $"""
        CREATE FUNCTION is_first() RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT pg_backend_pid() = (
                SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ServicePing' ORDER BY backend_start LIMIT 1)
        $$;
        CREATE FUNCTION has(place int, what oid) RETURNS boolean LANGUAGE sql AS $$
            SELECT EXISTS (
                SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory' AND classid = place AND objsubid = 2 AND objid = coalesce(what, objid))
        $$;
        CREATE FUNCTION is_read(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
        DECLARE
            statement int := hashtext(statement_timestamp()::text);
        BEGIN
            IF id % 20 > 0 THEN
                RETURN true;
            ELSIF is_first() THEN
                PERFORM pg_sleep(0.005);
            ELSIF NOT has(77, NULL) THEN
                PERFORM pg_advisory_lock(77, 0);
                PERFORM pg_sleep(600);
            ELSIF NOT has(88, NULL) THEN
                PERFORM pg_advisory_lock(88, statement);
            ELSIF NOT has(88, statement::oid) THEN
                PERFORM pg_advisory_xact_lock_shared({Barrier});
            END IF;
            RETURN true;
        END $$;
        CREATE FUNCTION is_held(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
            IF id % 20 = 0 AND is_first() THEN
                PERFORM pg_sleep(0.005);
            ELSIF id % 20 = 0 AND current_query() NOT LIKE '%is_whole%' THEN
                PERFORM pg_advisory_xact_lock_shared({Barrier});
            END IF;
            RETURN true;
        END $$;
        CREATE FUNCTION is_whole(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
            RETURN id % 20 > 0 OR is_first() OR 1 / 0 > 0;
        END $$;
        CREATE TABLE stones AS SELECT n::bigint AS id, n % 5 AS kind, 1 AS weight, repeat('x', 500) AS filler FROM generate_series(1, {Rows}) n;
        ALTER TABLE stones ADD PRIMARY KEY (id);
        CREATE VIEW seen AS SELECT id AS stone, id * 100 AS id, kind, weight FROM stones;
        ANALYZE stones
        """;

    [Theory]
    [InlineData("pages")]
    [InlineData("keys of a view")]
    [InlineData("steps of a key")]
    public async Task What_half_of_a_slice_has_told_before_its_connection_was_lost_counts_once(string kind)
    {
        await ExecuteAsync(Fates);
        string table = kind == "keys of a view" ? "seen" : "stones";
        TestSet set = new();
        QueryFragment read = new(0, Operation.Count)
        {
            Filter = table == "seen" ? "is_read(seen.stone)" : "is_read(stones.id)",
            BatchColumn = table == "seen" ? "seen.id" : null,
        };
        AddMetric(set, "count", ValueShape.Integer, table, read);
        AddMetric(set, "kinds", ValueShape.Json, table, read with { GroupBy = [$"{table}.kind"] });
        AddMetric(set, "sum", ValueShape.Decimal, table, read with { Operation = Operation.Sum, Columns = [$"{table}.weight"] });

        ServicePingPayload payload = await CollectAsync(set, kind);

        Assert.All(payload.Metrics, metric => Assert.True(metric.Status == ReadingStatus.Ok, $"{metric.KeyPath}: {metric.Message}"));
        Assert.Equal("""{"count":10000,"kinds":{"0":2000,"1":2000,"2":2000,"3":2000,"4":2000},"sum":10000}""", payload.ToString());
    }

    [Theory]
    [InlineData("pages")]
    [InlineData("keys of a view")]
    public async Task What_some_metrics_have_told_before_the_connection_was_lost_in_others_counts_once(string kind)
    {
        await ExecuteAsync(Fates);
        (string table, string id) = kind == "pages" ? ("stones", "stones.id") : ("seen", "seen.stone");
        QueryFragment read = new(0, Operation.Count) { BatchColumn = table == "seen" ? "seen.id" : null };
        TestSet set = new();
        AddMetric(set, "count", ValueShape.Integer, table, read);
        AddMetric(set, "sum", ValueShape.Decimal, table, read with { Operation = Operation.Sum, Columns = [$"{table}.weight"] });
        AddMetric(set, "torn", ValueShape.Integer, table, read with { Filter = $"is_whole({id})" });
        AddMetric(set, "waits", ValueShape.Integer, table, read with { Filter = $"is_held({id})" });

        ServicePingPayload payload = await CollectAsync(set, kind);

        Assert.Equal("""{"count":10000,"sum":10000,"torn":-1,"waits":10000}""", payload.ToString());
        Assert.Equal("22012: division by zero", payload.Metrics.Single(metric => metric.Status != ReadingStatus.Ok).Message);
    }

    /// <summary>Collects, and kills the connection that waits in the second part of its slice.</summary>
    private async Task<ServicePingPayload> CollectAsync(TestSet set, string kind)
    {
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.MaxConnections = 2;
                options.PauseRatio = 0;
                options.SlicePages = (8, 8);
                options.RowsOfKeyStep = 200;
                options.ResumeWithin = TimeSpan.Zero;
                options.StatementTimeout = TimeSpan.FromSeconds(2);
                options.LockTimeout = Patience;
                options.SnapshotLimit = kind == "steps of a key" ? TimeSpan.Zero : Patience;
            }),
            set);
        await LowerBarrierAsync();
        Task<ServicePingPayload> collecting = ping.CollectAsync();
        await WaitAtBarrierAsync();
        Assert.Equal(1, (await PlainAsync("""
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'ServicePing' AND wait_event = 'advisory'
            """)).GetInt64());
        await RaiseBarrierAsync();
        return await collecting.WaitAsync(Patience);
    }
}
