using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Small neighbouring parts of a table share statements, and each value is what it would be part by part.</summary>
public sealed class SmallPartTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private const int Parts = 100;

    private static readonly (string Name, ValueShape Shape, QueryFragment Fragment, string Sql)[] Metrics =
    [
        ("authors", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["visits.author_id"] }, "SELECT count(DISTINCT author_id) FROM visits"),
        ("authors_of", ValueShape.Json, new(0, Operation.DistinctCount) { Columns = ["visits.author_id"], GroupBy = ["visits.kind"] },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT kind AS k, count(DISTINCT author_id) AS n FROM visits GROUP BY 1) g"),
        ("count", ValueShape.Integer, new(0, Operation.Count), "SELECT count(*) FROM visits"),
        ("kinds", ValueShape.Json, new(0, Operation.Count) { GroupBy = ["visits.kind"], Filter = "visits.id % 3 > 0" },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT kind AS k, count(*) AS n FROM visits WHERE id % 3 > 0 GROUP BY 1) g"),
        ("mean", ValueShape.Double, new(0, Operation.Average) { Columns = ["visits.author_id"] }, "SELECT sum(author_id)::float8 / count(author_id) FROM visits"),
        ("numbers", ValueShape.Json, new(0, Operation.Count) { GroupBy = ["visits.amount"] },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT min(amount::text COLLATE \"C\") AS k, count(*) AS n FROM visits GROUP BY amount) g"),
        ("parts", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["visits.tableoid::regclass::text"] }, "SELECT count(DISTINCT tableoid) FROM visits"),
        ("seen", ValueShape.Json, new(0, Operation.Histogram) { Columns = ["visits.author_id"], FirstBucket = 1, LastBucket = 90 },
            "SELECT jsonb_object_agg(b, n) FROM (SELECT width_bucket(c, 1, 90, 89) AS b, count(*) AS n FROM (SELECT count(*) AS c FROM visits GROUP BY author_id) g GROUP BY 1) h"),
        ("sum", ValueShape.Decimal, new(0, Operation.Sum) { Columns = ["visits.id"] }, "SELECT sum(id) FROM visits"),
        ("texts", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["visits.kind", "visits.author_id"] },
            "SELECT count(DISTINCT (kind, author_id)) FROM visits"),
        ("weekly", ValueShape.Integer, new(0, Operation.Count) { Window = TimeFrame.SevenDays, TimestampColumn = "visits.created_at" },
            "SELECT count(*) FROM visits WHERE created_at BETWEEN '2026-11-12 02:15:00.123+00' AND '2026-11-19 02:15:00.123+00'"),
    ];

    [Fact]
    public async Task All_kinds_of_values_are_those_of_plain_SQL_in_a_few_statements_that_lock_few_parts()
    {
        await VisitsAsync();
        await ExecuteAsync("""
            CREATE FUNCTION locks_held() RETURNS bigint LANGUAGE plpgsql AS
            $$ BEGIN RETURN (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'); END $$
            """);
        TestSet set = Set();
        AddMetric(set, "zz_locks", ValueShape.Json, "visits", new(0, Operation.Count) { GroupBy = ["locks_held()"], Filter = "visits.id % 10 = 0" });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        await AssertPlainAsync(payload);

        // 16 parts with an index each, and what is asked of the catalogue.
        int[] locks = [.. payload.Metrics[^1].Value.AsJson().EnumerateObject().Select(group => int.Parse(group.Name, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.InRange(locks.Max(), 20, 80);

        // A statement for what is counted and one for the values of groups, over each of seven groups of parts; more where
        // nothing tells how many groups there will be.
        Assert.InRange(payload.Statistics.Statements, 7, 32);
        Assert.All(payload.Statistics.SentStatements, sent => Assert.InRange(sent.Sql.Length, 1, 100_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Parts_share_no_more_pages_than_a_slice_may_have(long pages)
    {
        await VisitsAsync();
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (pages, pages)), Set());

        ServicePingPayload payload = await ping.CollectAsync();

        await AssertPlainAsync(payload);
        Assert.All(payload.Statistics.SentStatements, sent => Assert.InRange(sent.Sql.Split("UNION ALL").Length, 1, pages));
    }

    [Fact]
    public async Task A_metric_that_fails_in_one_part_fails_alone()
    {
        await VisitsAsync();
        TestSet set = Set();
        AddMetric(set, "z_broken", ValueShape.Integer, "visits", new(0, Operation.Count) { Filter = "1 / (visits.id - 1234) > 0" });
        AddMetric(set, "z_other", ValueShape.Integer, "visits", new(0, Operation.Count) { Filter = "1 / (visits.id - 1235) = 0" });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        await AssertPlainAsync(payload);
        Assert.All(payload.Metrics.TakeLast(2), metric => Assert.Equal(
            (ReadingStatus.Failed, "22012: division by zero"), (metric.Status, metric.Message)));
    }

    [Fact]
    public async Task Parts_that_take_too_long_together_are_read_apart_and_by_pages()
    {
        await VisitsAsync();
        TestSet set = Set();
        AddMetric(set, "z_slow", ValueShape.Integer, "visits", new(0, Operation.Count)
        {
            Filter = "CASE WHEN visits.id % 5 = 0 AND visits.id < 600 THEN pg_sleep(0.02) IS NOT NULL ELSE true END",
        });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.StatementTimeout = TimeSpan.FromSeconds(1);
                options.PauseRatio = 0;
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        await AssertPlainAsync(payload);
        Assert.Equal((null, (await PlainAsync("SELECT count(*) FROM visits")).ToString()), (payload.Metrics[^1].Message, payload.Metrics[^1].Value.ToString()));
        Assert.Contains(payload.Statistics.SentStatements, sent => !sent.Sql.Contains("UNION ALL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_condition_that_reads_another_table_begins_with_one_part()
    {
        await VisitsAsync();
        TestSet set = new();
        AddMetric(set, "costly", ValueShape.Integer, "visits", new(0, Operation.Count) { Filter = "visits.author_id IN (SELECT author_id FROM visits GROUP BY 1 HAVING count(*) > 50)" });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            (await PlainAsync("SELECT count(*) FROM visits WHERE author_id IN (SELECT author_id FROM visits GROUP BY 1 HAVING count(*) > 50)")).ToString(),
            payload.Metrics[0].Value.ToString());
        Assert.Contains(payload.Statistics.SentStatements, sent => !sent.Sql.Contains("UNION ALL", StringComparison.Ordinal));
        Assert.InRange(payload.Statistics.Statements, 4, Parts - 1);
    }

    [Fact]
    public async Task A_part_that_is_dropped_before_its_turn_is_not_counted_and_makes_no_error()
    {
        await VisitsAsync();
        TestSet set = Set();
        AddMetric(set, "z_held", ValueShape.Integer, "visits", new(0, Operation.Count) { Filter = $"visits.id % 37 >= 0 AND {AtBarrier}" });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.MaxConnections = 1;
                options.StatementTimeout = options.LockTimeout = Patience;
            }),
            set);
        await LowerBarrierAsync();

        Task<ServicePingPayload> collecting = ping.CollectAsync();
        await WaitAtBarrierAsync();
        await ExecuteAsync("SET lock_timeout = '60s'; DROP TABLE visits_199; TRUNCATE visits_198");
        await RaiseBarrierAsync();

        ServicePingPayload payload = await collecting;
        await AssertPlainAsync(payload);
        Assert.Equal((await PlainAsync("SELECT count(*) FROM visits")).ToString(), payload.Metrics[^1].Value.ToString());
    }

    [Fact]
    public async Task Verify_explains_every_part_of_a_statement_and_says_so_once()
    {
        await VisitsAsync();
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), Set());

        VerificationReport report = await ping.Services.GetRequiredService<ServicePingVerifier>().VerifyAsync();

        MetricVerification count = report.Metrics.Single(metric => metric.KeyPath == "count");
        Assert.Equal([$"pages of {Parts} parts of visits"], count.Walks);
        Assert.Equal($"Seq Scan on visits_100 and {Parts - 1} more", Assert.Single(count.Access));
    }

    /// <summary>Parts of another order of columns, and with a column that is gone, by number: visits_100 to visits_199.</summary>
    private Task VisitsAsync() => ExecuteAsync($"""
        CREATE TABLE visits (id bigint NOT NULL, author_id int, kind text, amount numeric, created_at timestamptz) PARTITION BY RANGE (id);
        CREATE INDEX ON visits (id);
        DO $$
        BEGIN
            FOR part IN 100..{99 + Parts} LOOP
                EXECUTE format(
                    CASE part % 3
                        WHEN 0 THEN 'CREATE TABLE visits_%s (created_at timestamptz, gone int, amount numeric, kind text, author_id int, id bigint NOT NULL)'
                        ELSE 'CREATE TABLE visits_%s (id bigint NOT NULL, author_id int, gone text, kind text, amount numeric, created_at timestamptz)'
                    END, part);
                EXECUTE format('ALTER TABLE visits_%s DROP COLUMN gone', part);
                EXECUTE format('ALTER TABLE visits ATTACH PARTITION visits_%s FOR VALUES FROM (%s) TO (%s)', part, (part - 100) * 60, (part - 99) * 60);
            END LOOP;
        END $$;
        INSERT INTO visits
        SELECT n, n * 7919 % 211, 'kind ' || n % 4, (n % 3 || '.' || repeat('0', n % 4))::numeric, timestamptz '2026-11-21 02:15:00+00' - n * interval '9 minutes'
        FROM generate_series(0, {(Parts * 60) - 1}) n;
        ANALYZE visits
        """);

    private async Task AssertPlainAsync(ServicePingPayload payload)
    {
        foreach (var (name, shape, _, sql) in Metrics)
        {
            MetricReading reading = payload.Metrics.Single(metric => metric.KeyPath == name);
            JsonElement value = await PlainAsync(sql);
            if (shape == ValueShape.Double)
            {
                Assert.Equal(value.GetDouble(), reading.Value.AsDouble(), 1e-9);
                continue;
            }

            string plain = value.GetRawText().Replace(" ", "", StringComparison.Ordinal);
            Assert.Equal((name, null, plain), (name, reading.Message, reading.Value.ToString().Replace(" ", "", StringComparison.Ordinal)));
        }
    }

    private static TestSet Set()
    {
        TestSet set = new();
        foreach (var (name, shape, fragment, _) in Metrics)
        {
            AddMetric(set, name, shape, "visits", fragment);
        }

        return set;
    }
}
