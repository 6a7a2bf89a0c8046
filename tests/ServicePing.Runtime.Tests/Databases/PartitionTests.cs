using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Partitions: windows ask only those for rows whose bounds they reach into, and every number is that of plain SQL.</summary>
public sealed partial class PartitionTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    // Around the windows of 28 and 7 days, which are from 2026-10-22 and 2026-11-12 to 2026-11-19, 02:15:00.123 each.
    private const string Rows = """
        SELECT n, moment, n % 7, 'kind ' || n % 3
        FROM generate_series(1, 4000) n, LATERAL (SELECT CASE
            WHEN n % 50 > 0 THEN timestamptz '2026-12-20 11:15:00.123+00' - n * interval '37 minutes' END AS moment) m
        UNION ALL
        SELECT 5000 + n, moment + n * interval '1 microsecond', 1, 'edge'
        FROM generate_series(-1, 1) n, unnest(ARRAY[
            timestamptz '2026-10-22 02:15:00.123+00', '2026-11-12 02:15:00.123+00', '2026-11-19 02:15:00.123+00',
            '2026-10-01', '2026-11-01', '2026-11-12', '2026-11-19', '2026-12-01']) AS moment
        """;

    private const string Columns = "id int, created_at {0}, author_id int, kind text";

    [Theory]
    [InlineData("timestamptz")]
    [InlineData("timestamp")]
    [InlineData("date")]
    public async Task Windows_read_the_parts_alone_whose_bounds_they_reach_into(string type)
    {
        await VisitsAsync(type, """
            PARTITION BY RANGE (created_at);
            CREATE TABLE visits_past PARTITION OF visits FOR VALUES FROM (MINVALUE) TO ('2026-10-01');
            CREATE TABLE visits_october PARTITION OF visits FOR VALUES FROM ('2026-10-01') TO ('2026-11-01');
            CREATE TABLE visits_early PARTITION OF visits FOR VALUES FROM ('2026-11-01') TO ('2026-11-12');
            CREATE TABLE visits_late PARTITION OF visits FOR VALUES FROM ('2026-11-12') TO ('2026-11-19');
            CREATE TABLE visits_now PARTITION OF visits FOR VALUES FROM ('2026-11-19') TO ('2026-12-01');
            CREATE TABLE visits_future PARTITION OF visits FOR VALUES FROM ('2026-12-01') TO (MAXVALUE);
            CREATE TABLE visits_default PARTITION OF visits DEFAULT;
            """);

        await AssertReadAsync(TimeFrame.TwentyEightDays, "default", "early", "late", "now", "october");
        await AssertReadAsync(TimeFrame.SevenDays, "default", "late", "now");
    }

    [Theory]
    [InlineData("timestamptz", "'2026-10-22 02:15:00.123+00'", "'2026-11-19 02:15:00.123+00'", "here,until")]
    [InlineData("timestamp", "'2026-10-22 02:15:00.123'", "'2026-11-19 02:15:00.123001'", "here")]
    [InlineData("timestamptz", "'2026-10-22 04:15:00.123001+02'", "'2026-11-19 02:15:00.123001+00'", "before,here")]
    public async Task The_last_moment_of_a_window_belongs_to_it_and_the_upper_bound_of_a_part_does_not(
        string type, string from, string before, string parts)
    {
        await VisitsAsync(type, $"""
            PARTITION BY RANGE (created_at);
            CREATE TABLE visits_before PARTITION OF visits FOR VALUES FROM ('-infinity') TO ({from});
            CREATE TABLE visits_here PARTITION OF visits FOR VALUES FROM ({from}) TO ({before});
            CREATE TABLE visits_until PARTITION OF visits FOR VALUES FROM ({before}) TO ('infinity');
            """, "WHERE moment IS NOT NULL");

        await AssertReadAsync(TimeFrame.TwentyEightDays, parts.Split(','));
    }

    /// <summary>The levels of the test: by month below lists, lists below months, and a second column in the key.</summary>
    [Theory]
    [InlineData(
        """
        PARTITION BY LIST (kind);
        CREATE TABLE visits_k PARTITION OF visits DEFAULT PARTITION BY RANGE (created_at);
        CREATE TABLE visits_l PARTITION OF visits FOR VALUES IN ('kind 1') PARTITION BY RANGE (created_at);
        CREATE TABLE visits_k_old PARTITION OF visits_k FOR VALUES FROM (MINVALUE) TO ('2026-10-22');
        CREATE TABLE visits_k_new PARTITION OF visits_k DEFAULT;
        CREATE TABLE visits_l_new PARTITION OF visits_l FOR VALUES FROM ('2026-11-01') TO ('2026-12-01');
        CREATE TABLE visits_l_rest PARTITION OF visits_l DEFAULT;
        """,
        "k_new,l_new,l_rest")]
    [InlineData(
        """
        PARTITION BY RANGE (created_at);
        CREATE TABLE visits_old PARTITION OF visits FOR VALUES FROM (MINVALUE) TO ('2026-10-22') PARTITION BY HASH (id);
        CREATE TABLE visits_old_1 PARTITION OF visits_old FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE visits_old_2 PARTITION OF visits_old FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        CREATE TABLE visits_new PARTITION OF visits DEFAULT PARTITION BY LIST (kind);
        CREATE TABLE visits_new_0 PARTITION OF visits_new FOR VALUES IN ('kind 0');
        CREATE TABLE visits_new_r PARTITION OF visits_new DEFAULT PARTITION BY RANGE (created_at);
        CREATE TABLE visits_new_r_c PARTITION OF visits_new_r FOR VALUES FROM ('2026-12-01') TO (MAXVALUE);
        CREATE TABLE visits_new_r_d PARTITION OF visits_new_r DEFAULT;
        """,
        "new_0,new_r_d")]
    [InlineData(
        """
        PARTITION BY RANGE (created_at, kind);
        CREATE TABLE visits_a PARTITION OF visits FOR VALUES FROM (MINVALUE, MINVALUE) TO ('2026-10-22 02:15:00.122998+00', 'x) TO (''2026-11-11');
        CREATE TABLE visits_b PARTITION OF visits FOR VALUES FROM ('2026-10-22 02:15:00.122998+00', 'x) TO (''2026-11-11') TO ('2026-10-22 02:15:00.123+00', 'edge');
        CREATE TABLE visits_c PARTITION OF visits FOR VALUES FROM ('2026-10-22 02:15:00.123+00', 'edge') TO ('2026-11-19 02:15:00.123+00', 'edge');
        CREATE TABLE visits_d PARTITION OF visits FOR VALUES FROM ('2026-11-19 02:15:00.123+00', 'edge') TO ('2026-11-19 02:15:00.123001+00', MINVALUE);
        CREATE TABLE visits_e PARTITION OF visits FOR VALUES FROM ('2026-11-19 02:15:00.123001+00', MINVALUE) TO (MAXVALUE, MAXVALUE);
        CREATE TABLE visits_n PARTITION OF visits DEFAULT;
        """,
        "b,c,d,n")]
    [InlineData(
        """
        PARTITION BY RANGE (kind, created_at);
        CREATE TABLE visits_a PARTITION OF visits FOR VALUES FROM (MINVALUE, MINVALUE) TO ('kind 1', '2026-10-01');
        CREATE TABLE visits_b PARTITION OF visits DEFAULT;
        """,
        "a,b")]
    [InlineData(
        """
        PARTITION BY RANGE ((created_at AT TIME ZONE 'Asia/Tokyo'));
        CREATE TABLE visits_a PARTITION OF visits FOR VALUES FROM (MINVALUE) TO ('2026-10-22');
        CREATE TABLE visits_b PARTITION OF visits DEFAULT;
        """,
        "a,b")]
    [InlineData(
        """
        PARTITION BY HASH (created_at);
        CREATE TABLE visits_a PARTITION OF visits FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE visits_b PARTITION OF visits FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        """,
        "a,b")]
    public async Task Bounds_of_all_levels_count_and_no_other_keys(string partitions, string parts)
    {
        await VisitsAsync("timestamptz", partitions);

        await AssertReadAsync(TimeFrame.TwentyEightDays, parts.Split(','));
    }

    [Fact]
    public async Task Bounds_mean_the_same_whatever_a_database_sets()
    {
        string database = new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString).Database!;
        await ExecuteAsync($"ALTER DATABASE \"{database}\" SET TimeZone = 'Asia/Tokyo'; ALTER DATABASE \"{database}\" SET DateStyle = 'German'");
        Npgsql.NpgsqlConnection.ClearAllPools();
        await VisitsAsync("timestamptz", """
            PARTITION BY RANGE (created_at);
            CREATE TABLE visits_a PARTITION OF visits FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2026-11-12 02:15:00.123+00');
            CREATE TABLE visits_b PARTITION OF visits FOR VALUES FROM ('2026-11-12 02:15:00.123+00') TO ('2026-11-19 02:15:00.123001+00');
            CREATE TABLE visits_c PARTITION OF visits FOR VALUES FROM ('2026-11-19 02:15:00.123001+00') TO ('2027-01-01 00:00+00');
            """, "WHERE moment IS NOT NULL");

        await AssertReadAsync(TimeFrame.SevenDays, "b");
    }

    [Fact]
    public async Task A_window_that_no_part_reaches_is_empty_and_one_that_the_server_does_not_understand_fails()
    {
        await VisitsAsync("timestamptz", """
            PARTITION BY RANGE (created_at);
            CREATE TABLE visits_past PARTITION OF visits FOR VALUES FROM (MINVALUE) TO ('2026-10-01');
            CREATE TABLE visits_future PARTITION OF visits FOR VALUES FROM ('2026-12-01') TO (MAXVALUE);
            """, "WHERE moment < '2026-10-01' OR moment >= '2026-12-01'");
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "visits", new(0, Operation.Count));
        AddMetric(set, "authors", ValueShape.Integer, "visits", Window(TimeFrame.TwentyEightDays, Operation.DistinctCount) with { Columns = ["visits.author_id"] });
        AddMetric(set, "broken", ValueShape.Integer, "visits", Window(TimeFrame.SevenDays) with { Filter = "visits.nothing = 1" });
        AddMetric(set, "kinds", ValueShape.Json, "visits", Window(TimeFrame.SevenDays) with { GroupBy = ["visits.kind"] });
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Window(TimeFrame.SevenDays));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();
        VerificationReport report = await ping.Services.GetRequiredService<ServicePingVerifier>().VerifyAsync();

        string all = (await PlainAsync("SELECT count(*) FROM visits")).ToString();
        Assert.Equal([all, "0", "-1", "{}", "0"], payload.Metrics.Select(metric => metric.Value.ToString()));
        Assert.Equal(
            "42703: column visits.nothing does not exist", Assert.Single(payload.Metrics, metric => metric.Status != ReadingStatus.Ok).Message);
        Assert.Equal(
            ["nothing of visits: no part of it reaches into the window"], report.Metrics.Single(metric => metric.KeyPath == "weekly").Walks);
    }

    [Fact]
    public async Task Parts_outside_of_a_window_are_not_asked_for_it_while_all_their_rows_are_counted()
    {
        await MonthsAsync();
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "visits", new(0, Operation.Count));
        AddMetric(set, "monthly", ValueShape.Integer, "visits", Window(TimeFrame.TwentyEightDays));
        using RecordedStatements recorded = new(ConnectionString);
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(recorded.Source).Configure(options => options.SlicePages = (1, 1)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal((await PlainAsync("SELECT count(*) FROM visits")).GetInt64(), payload.Metrics[0].Value.AsInt64());
        Assert.Equal((await PlainAsync($"SELECT count(*) FROM visits WHERE {Within("created_at", -30, -2)}")).GetInt64(), payload.Metrics[1].Value.AsInt64());
        foreach (SentStatement sent in payload.Statistics.SentStatements.Where(sent => sent.Sql.Contains("created_at", StringComparison.Ordinal)))
        {
            Assert.Matches("visits_(oct|nov)", sent.Sql);
        }

        Assert.DoesNotMatch("(?s)EXPLAIN[^;]*visits_(jan|dec)", recorded.Take());
    }

    [Fact]
    public async Task Verify_says_which_parts_a_window_is_found_in_and_misses_no_index_of_the_others()
    {
        await MonthsAsync();
        await ExecuteAsync("CREATE INDEX ON visits_oct (created_at); CREATE INDEX ON visits_nov (created_at)");
        await VacuumAsync("visits_oct");
        await VacuumAsync("visits_nov");
        TestSet set = new();
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Window(TimeFrame.SevenDays));
        AddMetric(set, "monthly", ValueShape.Integer, "visits", Window(TimeFrame.TwentyEightDays));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (1, 1)), set);

        VerificationReport report = await ping.Services.GetRequiredService<ServicePingVerifier>().VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.All(report.Metrics, metric => Assert.Matches("^(time by visits.created_at in|pages of) ", Assert.Single(metric.Walks)));
        Assert.EndsWith("public.visits_nov", Assert.Single(report.Metrics[1].Walks), StringComparison.Ordinal);
        Assert.EndsWith("2 of 4 parts of visits", Assert.Single(report.Metrics[0].Walks), StringComparison.Ordinal);
    }

    private Task MonthsAsync() => VisitsAsync("timestamptz", """
        PARTITION BY RANGE (created_at);
        CREATE TABLE visits_jan PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2026-10-01');
        CREATE TABLE visits_oct PARTITION OF visits FOR VALUES FROM ('2026-10-01') TO ('2026-11-01');
        CREATE TABLE visits_nov PARTITION OF visits FOR VALUES FROM ('2026-11-01') TO ('2026-12-01');
        CREATE TABLE visits_dec PARTITION OF visits FOR VALUES FROM ('2026-12-01') TO ('2027-01-01');
        """, "WHERE moment IS NOT NULL");

    private async Task VisitsAsync(string type, string partitions, string where = "")
    {
        await ExecuteAsync($"SET TimeZone = 'UTC'; CREATE TABLE visits ({Columns.Replace("{0}", type, StringComparison.Ordinal)}) {partitions}");
        await ExecuteAsync($"SET TimeZone = 'UTC'; INSERT INTO visits SELECT * FROM ({Rows}) AS made (id, moment, author_id, kind) {where}; ANALYZE visits");
    }

    /// <summary>Counts a window in every way, small slices or all at once, and looks which parts any statement named.</summary>
    private async Task AssertReadAsync(TimeFrame frame, params string[] parts)
    {
        // A date is compared with moments; a literal without a type would become a date.
        string within = Within("created_at", frame == TimeFrame.SevenDays ? -9 : -30, -2).Replace("'2026", "timestamptz '2026", StringComparison.Ordinal);
        TestSet set = new();
        AddMetric(set, "authors", ValueShape.Integer, "visits", Window(frame, Operation.DistinctCount) with { Columns = ["visits.author_id"] });
        AddMetric(set, "count", ValueShape.Integer, "visits", Window(frame));
        AddMetric(set, "ids", ValueShape.Decimal, "visits", Window(frame, Operation.Sum) with { Columns = ["visits.id"] });
        AddMetric(set, "kinds", ValueShape.Json, "visits", Window(frame) with { GroupBy = ["visits.kind"] });
        string[] expected =
        [
            .. from sql in (string[])
               [
                   $"SELECT count(DISTINCT author_id) FROM visits WHERE {within}",
                   $"SELECT count(*) FROM visits WHERE {within}",
                   $"SELECT sum(id) FROM visits WHERE {within}",
                   $"SELECT json_object_agg(kind, n ORDER BY kind COLLATE \"C\") FROM (SELECT kind, count(*) AS n FROM visits WHERE {within} GROUP BY kind) g",
               ]
               select PlainAsync(sql).GetAwaiter().GetResult().ToString().Replace(" ", "", StringComparison.Ordinal),
        ];
        foreach (bool hasIndex in new[] { false, true })
        {
            await ExecuteAsync(hasIndex ? "CREATE INDEX ON visits (created_at)" : "SELECT 1");
            foreach (long pages in new long[] { 1, 64 })
            {
                using RecordedStatements recorded = new(ConnectionString);
                await using Ping ping = Ping.Of(
                    builder => builder.UsePostgres(recorded.Source).Configure(options => options.SlicePages = (pages, pages)), set);

                ServicePingPayload payload = await ping.CollectAsync();

                Assert.All(payload.Metrics, metric => Assert.True(metric.Status == ReadingStatus.Ok, metric.Message));
                Assert.Equal(expected, payload.Metrics.Select(metric => metric.Value.ToString().Replace(" ", "", StringComparison.Ordinal)));
                Assert.Equal(
                    parts.Order(StringComparer.Ordinal),
                    Part().Matches(recorded.Take()).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
            }
        }
    }

    private static QueryFragment Window(TimeFrame frame, Operation operation = Operation.Count) =>
        new(0, operation) { Window = frame, TimestampColumn = "visits.created_at" };

    [GeneratedRegex(@"ONLY public\.visits_(\w+) AS")]
    private static partial Regex Part();
}
