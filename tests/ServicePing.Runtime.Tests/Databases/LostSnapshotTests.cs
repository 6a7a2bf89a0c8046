using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A server that has thrown away what a snapshot still sees (PostgreSQL 16 and older) is read at other moments.</summary>
public sealed class LostSnapshotTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    // As the server says it of pages that have changed; of a step along the key once, since the next moment sees it.
    private const string Aged = """
        CREATE FUNCTION is_seen(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
            IF id = 700 AND current_query() LIKE '%ctid%' THEN
                RAISE 'snapshot too old' USING ERRCODE = '72000';
            ELSIF id = 1700 AND NOT EXISTS (
                SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory' AND classid = 99)
            THEN
                PERFORM pg_advisory_lock(99, 0);
                RAISE 'snapshot too old' USING ERRCODE = '72000';
            END IF;
            RETURN true;
        END $$;
        """;

    [Theory]
    [InlineData("CREATE TABLE old (id bigint PRIMARY KEY, kind int, filler text)", "")]
    [InlineData("CREATE TABLE old (id bigint, kind int, filler text, PRIMARY KEY (kind, id))", "")]
    [InlineData("CREATE TABLE old (id bigint PRIMARY KEY, kind int, filler text) PARTITION BY RANGE (id)",
        "CREATE TABLE old_a PARTITION OF old FOR VALUES FROM (0) TO (1500); CREATE TABLE old_b PARTITION OF old DEFAULT")]
    public async Task A_table_with_a_key_is_read_in_steps_and_each_row_counts_once(string table, string parts)
    {
        await OldAsync(table, parts);

        ServicePingPayload payload = await CollectAsync();

        Assert.All(payload.Metrics, metric => Assert.True(metric.Status == ReadingStatus.Ok, $"{metric.KeyPath}: {metric.Message}"));
        Assert.Equal("""{"all":3000,"kinds":{"0":1000,"1":1000,"2":1000},"seen":3000}""", payload.ToString());
        Assert.True(Assert.Single(payload.Statistics.Moments).InKeyRanges);
    }

    [Fact]
    public async Task A_table_without_a_key_fails_for_the_metric_alone()
    {
        await OldAsync("CREATE TABLE old (id bigint, kind int, filler text)", "");

        ServicePingPayload payload = await CollectAsync();

        Assert.Equal("""{"all":3000,"kinds":{"0":1000,"1":1000,"2":1000},"seen":-1}""", payload.ToString());
        Assert.StartsWith("72000", payload.Metrics[2].Message, StringComparison.Ordinal);
    }

    private Task OldAsync(string table, string parts) => ExecuteAsync(
        $"{Aged} {table}; {parts}; INSERT INTO old SELECT n, n % 3, repeat('x', 300) FROM generate_series(1, 3000) n; ANALYZE old");

    private async Task<ServicePingPayload> CollectAsync()
    {
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "old", new(0, Operation.Count));
        AddMetric(set, "kinds", ValueShape.Json, "old", new(0, Operation.Count) { GroupBy = ["old.kind"] });
        AddMetric(set, "seen", ValueShape.Integer, "old", new(0, Operation.Count) { Filter = "is_seen(old.id)" });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.PauseRatio = 0;
                options.SlicePages = (10, 10);
                options.RowsOfKeyStep = 400;
            }),
            set);
        return await ping.CollectAsync();
    }
}
