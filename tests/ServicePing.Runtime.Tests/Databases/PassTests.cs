using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Sources;

namespace ServicePing.Tests;

/// <summary>How relations are walked: which way, through which connections, in which snapshot.</summary>
public sealed class PassTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    // A millisecond for each fifth row.
    private const string SlowRows = "CASE WHEN issues.id % 5 = 0 THEN pg_sleep(0.001) IS NOT NULL ELSE true END";

    private const string Visits = """
        CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint, page text, created_at timestamptz);
        INSERT INTO visits
        SELECT n, CASE n % 50 WHEN 0 THEN NULL WHEN 1 THEN 9223372036854775807 WHEN 2 THEN -9223372036854775808 ELSE n % 777 - 100 END,
               'page ' || n % 30, timestamptz '2026-11-21 02:15:00.123+00' - n * interval '3 minutes'
        FROM generate_series(1, 200000) n;
        CREATE INDEX ON visits (created_at);
        CREATE INDEX ON visits (user_id);
        ANALYZE visits
        """;

    [Fact]
    public async Task Windows_are_walked_over_the_index_of_their_time_and_different_values_over_that_of_their_column()
    {
        await VisitsAsync();
        string week = Within("created_at", -9, -2);
        string month = Within("created_at", -30, -2);
        (string KeyPath, ValueShape Shape, QueryFragment Fragment, string Sql)[] cases =
        [
            ("count_7d", ValueShape.Integer, new(0, Operation.Count) { Window = TimeFrame.SevenDays }, $"SELECT count(*) FROM visits WHERE {week}"),
            ("count_28d", ValueShape.Integer, new(0, Operation.Count) { Window = TimeFrame.TwentyEightDays }, $"SELECT count(*) FROM visits WHERE {month}"),
            ("users_7d", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["visits.user_id"], Window = TimeFrame.SevenDays },
                $"SELECT count(DISTINCT user_id) FROM visits WHERE {week}"),
            ("pages_28d", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["page"], Window = TimeFrame.TwentyEightDays },
                $"SELECT count(DISTINCT page) FROM visits WHERE {month}"),
            ("users", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["visits.user_id"] }, "SELECT count(DISTINCT user_id) FROM visits"),
        ];
        TestSet set = new();
        foreach (var (keyPath, shape, fragment, _) in cases)
        {
            AddMetric(set, keyPath, shape, "visits", fragment);
        }

        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        foreach (var (keyPath, _, _, sql) in cases)
        {
            MetricReading reading = payload.Metrics.Single(metric => metric.KeyPath == keyPath);
            Assert.Equal((keyPath, null, (await PlainAsync(sql)).GetInt64()), (keyPath, reading.Message, reading.Value.AsInt64()));
        }

        Assert.All(payload.Statistics.SentStatements, sent => Assert.Matches(
            @"created_at >= \$6 AND created_at < \$7|WHERE (visits.user_id >= \(\$6\)|visits.user_id < \(\$\d\))", sent.Sql));
        Assert.Equal(payload.Statistics.Statements, payload.Statistics.SentStatements.Sum(sent => sent.Times));
        Assert.Equal(payload.Statistics.LongestStatement, payload.Statistics.SentStatements.Max(sent => sent.Longest));
    }

    [Theory]
    [InlineData("bigint", "n * 7919 % 90001")]
    [InlineData("text", "'page ' || n * 7919 % 90001")]
    [InlineData("uuid", "md5((n * 7919 % 90001)::text)::uuid")]
    [InlineData("date", "date '2020-01-01' + (n * 7919 % 3001)::int")]
    public async Task Values_of_an_index_are_counted_in_ranges_of_its_own_order(string type, string value)
    {
        await ExecuteAsync($"CREATE TABLE seen (id bigint PRIMARY KEY, what {type})");
        await ExecuteAsync($"INSERT INTO seen SELECT n, CASE WHEN n % 9 > 0 THEN {value} END FROM generate_series(1, 100000) n");
        await ExecuteAsync("CREATE INDEX ON seen (what)");
        await VacuumAsync("seen");
        TestSet set = new();
        AddMetric(set, "seen", ValueShape.Integer, "seen", new(0, Operation.DistinctCount) { Columns = ["seen.what"] });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.StatementTarget = TimeSpan.FromMilliseconds(5)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            (await PlainAsync("SELECT count(DISTINCT what) FROM seen")).GetInt64(),
            payload.Metrics.Single(metric => metric.KeyPath == "seen").Value.AsInt64());
        Assert.True(payload.Statistics.Statements > 1);
        Assert.All(payload.Statistics.SentStatements, sent => Assert.Contains("GROUP BY seen.what", sent.Sql, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Few_rows_that_an_index_finds_are_not_looked_for_in_all_pages()
    {
        await VisitsAsync();
        await ExecuteAsync("CREATE INDEX ON visits (page) WHERE page = 'page 7'; ANALYZE visits");
        TestSet set = new();
        AddMetric(set, "rare", ValueShape.Integer, "visits", new(0, Operation.Count) { Filter = "page = 'page 7' AND user_id = 5" });
        AddMetric(set, "all", ValueShape.Integer, "visits", new(0, Operation.Count));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            (await PlainAsync("SELECT count(*) FROM visits WHERE page = 'page 7' AND user_id = 5")).GetInt64(),
            payload.Metrics.Single(metric => metric.KeyPath == "rare").Value.AsInt64());
        Assert.Equal(200_000, payload.Metrics.Single(metric => metric.KeyPath == "all").Value.AsInt64());
        Assert.Single(payload.Statistics.SentStatements, sent => sent is { Times: 1 } && !sent.Sql.Contains("ctid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Few_rows_that_take_an_index_too_long_are_read_by_pages_after_all()
    {
        await VisitsAsync();
        const string rare = "page = 'page 7' AND pg_sleep(0.012) IS NOT NULL";
        await ExecuteAsync("CREATE INDEX ON visits (page) WHERE page = 'page 7'; UPDATE visits SET page = '' WHERE page = 'page 7' AND id % 990 <> 7");
        await ExecuteAsync("ANALYZE visits");
        TestSet set = new();
        AddMetric(set, "rare", ValueShape.Integer, "visits", new(0, Operation.Count) { Filter = rare });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.StatementTimeout = TimeSpan.FromMilliseconds(1500)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        MetricReading reading = payload.Metrics.Single(metric => metric.KeyPath == "rare");
        Assert.Equal((null, (await PlainAsync("SELECT count(*) FROM visits WHERE page = 'page 7'")).GetInt64()), (reading.Message, reading.Value.AsInt64()));
        Assert.Contains(payload.Statistics.SentStatements, sent => !sent.Sql.Contains("ctid", StringComparison.Ordinal));
        Assert.Contains(payload.Statistics.SentStatements, sent => sent.Sql.Contains("ctid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_condition_that_reads_another_table_at_length_does_not_burden_the_others()
    {
        await VisitsAsync();
        const string costly = "user_id IN (SELECT CASE WHEN count(*) > 3 THEN 5 END FROM visits AS others)";
        TestSet set = new();
        AddMetric(set, "costly", ValueShape.Integer, "visits", new(0, Operation.Count) { Filter = costly });
        AddMetric(set, "cheap", ValueShape.Integer, "visits", new(0, Operation.Count) { Filter = "page IN (SELECT 'page 5')" });
        AddMetric(set, "all", ValueShape.Integer, "visits", new(0, Operation.Count));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        long costlyCount = (await PlainAsync("SELECT count(*) FROM visits WHERE user_id = 5")).GetInt64();
        long cheapCount = (await PlainAsync("SELECT count(*) FROM visits WHERE page = 'page 5'")).GetInt64();
        Assert.Equal([200_000, cheapCount, costlyCount], payload.Metrics.Where(metric => metric.Source == DataSource.Database)
            .Select(metric => metric.Value.AsInt64()).OrderDescending());
        Assert.Equal(2, payload.Statistics.SentStatements.Count);
        Assert.Single(payload.Statistics.SentStatements, sent =>
            sent.Sql.Contains("others", StringComparison.Ordinal) && !sent.Sql.Contains("page 5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_window_is_found_by_an_index_that_knows_only_the_range_of_pages()
    {
        await VisitsAsync();
        await ExecuteAsync("DROP INDEX visits_created_at_idx; CREATE INDEX ON visits USING brin (created_at) WITH (pages_per_range = 16)");
        TestSet set = new();
        AddMetric(set, "count_28d", ValueShape.Integer, "visits", new(0, Operation.Count) { Window = TimeFrame.TwentyEightDays });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            (await PlainAsync($"SELECT count(*) FROM visits WHERE {Within("created_at", -30, -2)}")).GetInt64(),
            payload.Metrics.Single(metric => metric.KeyPath == "count_28d").Value.AsInt64());
        Assert.All(payload.Statistics.SentStatements, sent => Assert.DoesNotContain("ctid", sent.Sql, StringComparison.Ordinal));
    }

    /// <summary>13,440 rows are in the window, and rows that came after the statistics might be.</summary>
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(150_000, 2, 28)]
    public async Task A_window_is_read_as_wide_at_once_as_it_is_expected_to_have_few_rows(int since, int fewest, int most)
    {
        await VisitsAsync();
        await ExecuteAsync($"INSERT INTO visits SELECT -n, n, 'new', '2026-11-10' FROM generate_series(1, {since}) n");
        TestSet set = new();
        AddMetric(set, "count_28d", ValueShape.Integer, "visits", new(0, Operation.Count) { Window = TimeFrame.TwentyEightDays });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(options => options.MaxConnections = 1), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            (await PlainAsync($"SELECT count(*) FROM visits WHERE {Within("created_at", -30, -2)}")).GetInt64(), payload.Metrics[0].Value.AsInt64());
        Assert.InRange(payload.Statistics.Statements, fewest, most);
    }

    [Fact]
    public async Task Metrics_with_shared_conditions_have_the_values_that_they_have_alone()
    {
        await VisitsAsync();
        string[] filters = [.. Enumerable.Range(0, 9).Select(n => $"user_id % 9 <> {n} OR page IS NULL")];
        TestSet set = new();
        foreach ((int n, string filter) in filters.Index())
        {
            foreach (string column in (string[])["user_id", "length(page)", "id"])
            {
                AddMetric(set, $"count_{n}_{column[0]}", ValueShape.Integer, "visits",
                    new(0, Operation.Count) { Columns = [column], Filter = filter });
                AddMetric(set, $"sum_{n}_{column[0]}", ValueShape.Decimal, "visits",
                    new(0, Operation.Average) { Columns = ["length(page)"], Filter = filter });
            }
        }

        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        foreach ((int n, string filter) in filters.Index())
        {
            MetricReading count = payload.Metrics.Single(metric => metric.KeyPath == $"count_{n}_u");
            MetricReading average = payload.Metrics.Single(metric => metric.KeyPath == $"sum_{n}_u");
            Assert.Equal((await PlainAsync($"SELECT count(user_id) FROM visits WHERE {filter}")).GetInt64(), count.Value.AsInt64());
            Assert.Equal((double)(await PlainAsync($"SELECT avg(length(page)) FROM visits WHERE {filter}")).GetDecimal(), average.Value.AsDouble(), 1e-9);
        }

        Assert.Contains("CASE WHEN", Assert.Single(payload.Statistics.SentStatements).Sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task As_many_connections_work_at_once_as_may(int connections)
    {
        TestSet set = new();
        AddMetric(set, "connections", ValueShape.Integer, "issues",
            new(0, Operation.DistinctCount) { Columns = ["pg_backend_pid()"], Filter = SlowRows });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.SlicePages = (2, 2);
                options.MaxConnections = connections;
                options.PauseRatio = 0;
            }),
            set);

        Assert.Equal(connections, (await ping.ReadAsync("connections")).Value.AsInt64());
    }

    [Fact]
    public async Task A_view_is_cut_by_the_batch_column_of_its_metrics_and_read_at_once_without_one()
    {
        await VisitsAsync();
        await ExecuteAsync("CREATE VIEW seen AS SELECT id - 100000 AS id, user_id FROM visits WHERE page <> 'page 3'");
        TestSet set = new();
        AddMetric(set, "cut", ValueShape.Integer, "seen", new(0, Operation.Count) { BatchColumn = "seen.id" });
        AddMetric(set, "users", ValueShape.Integer, "seen", new(0, Operation.DistinctCount) { Columns = ["seen.user_id"], BatchColumn = "seen.id" });
        AddMetric(set, "whole", ValueShape.Integer, "seen", new(0, Operation.Count) { Filter = "seen.user_id > 5" });
        AddMetric(set, "not_a_number", ValueShape.Integer, "seen", new(0, Operation.Count) { BatchColumn = "seen.nothing" });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Dictionary<string, MetricReading> readings = payload.Metrics.ToDictionary(metric => metric.KeyPath);
        Assert.Equal((await PlainAsync("SELECT count(*) FROM seen")).GetInt64(), readings["cut"].Value.AsInt64());
        Assert.Equal((await PlainAsync("SELECT count(DISTINCT user_id) FROM seen")).GetInt64(), readings["users"].Value.AsInt64());
        Assert.Equal((await PlainAsync("SELECT count(*) FROM seen WHERE user_id > 5")).GetInt64(), readings["whole"].Value.AsInt64());
        Assert.All(
            payload.Statistics.SentStatements.Where(sent => sent.Sql.Contains("seen.id >= $6 AND seen.id < $7", StringComparison.Ordinal)),
            sent => Assert.InRange(sent.Times, 1, 38));

        // The first slice is open below, and has what has no key; the last is open above.
        Assert.Equal(1, payload.Statistics.SentStatements.Count(sent => sent.Sql.Contains("(seen.id < $7 OR seen.id IS NULL)", StringComparison.Ordinal)));
        Assert.Equal(3 + 2, payload.Statistics.SentStatements.Count);
    }

    [Fact]
    public async Task A_window_that_holds_most_rows_is_read_by_pages()
    {
        await ExecuteAsync(Visits + "; DELETE FROM visits WHERE created_at < '2026-10-25'; ANALYZE visits");
        TestSet set = new();
        AddMetric(set, "count_28d", ValueShape.Integer, "visits", new(0, Operation.Count) { Window = TimeFrame.TwentyEightDays });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.All(payload.Statistics.SentStatements, sent => Assert.Contains("visits.ctid >= $6", sent.Sql, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Texts_are_estimated_closely_and_the_sketch_is_kept_under_its_name()
    {
        TestSet set = new();
        QueryFragment authors = new(set.Add("authors"), Operation.DistinctCount) { Columns = ["issues.author_id"], Sketch = "author" };
        QueryFragment tokens = new(set.Add("tokens", ValueShape.Double), Operation.EstimateBatchDistinctCount) { Columns = ["issues.token"] };
        set.RelationPlans.Add(new RelationPlan("main", null, "issues", [], [tokens, authors]));
        PingProgram program = ProgramMerge.Merge(null, [set]);
        CollectionRun run = new(program, PingScope.Everything(program), Ping.RecordedAt, progress: null);
        DatabaseReader reader = new(
            [new PostgresDatabase("main", Plain, isOwned: false)], Microsoft.Extensions.Options.Options.Create(new ServicePingOptions()));

        await reader.ReadAsync(run, CancellationToken.None);

        double tokensTruth = (await PlainAsync("SELECT count(DISTINCT token) FROM issues")).GetInt64();
        double authorsTruth = (await PlainAsync("SELECT count(DISTINCT author_id) FROM issues")).GetInt64();
        HyperLogLog sketch = run.Sketches.Find("author", TimeFrame.All)!;
        Assert.InRange(run.Readings[tokens.Slot]!.Value.AsDouble(), tokensTruth * 0.97, tokensTruth * 1.03);
        Assert.InRange(sketch.Count(), authorsTruth * 0.97, authorsTruth * 1.03);
        Assert.Null(run.Sketches.Find("author", TimeFrame.SevenDays));
    }

    [Fact]
    public async Task A_partitioned_table_may_be_called_by_its_schema()
    {
        await ExecuteAsync("CREATE SCHEMA forge; ALTER TABLE builds SET SCHEMA forge");
        TestSet set = new();
        int slot = set.Add("failed");
        set.RelationPlans.Add(new("main", "forge", "builds", [], [new(slot, Operation.Count) { Filter = "forge.builds.status = 'failed'" }]));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (3, 3)), set);

        MetricReading reading = await ping.ReadAsync("failed");

        Assert.Equal((null, (await PlainAsync("SELECT count(*) FROM forge.builds WHERE status = 'failed'")).GetInt64()), (reading.Message, reading.Value.AsInt64()));
    }

    [Fact]
    public async Task Several_connections_see_one_moment_while_rows_move()
    {
        TestSet set = new();
        AddMetric(set, "odd", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = "issues.id % 2 <> 0" });
        AddMetric(set, "even", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = "issues.id % 2 = 0" });
        AddMetric(set, "authors", ValueShape.Integer, "issues", new(0, Operation.DistinctCount) { Columns = ["issues.id"] });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.SlicePages = (3, 3);
                options.MaxConnections = 3;
                options.PauseRatio = 0;
            }),
            set);
        long rows = (await PlainAsync("SELECT count(*) FROM issues")).GetInt64();
        await using RepeatedWork writing = new(
            1, () => ExecuteAsync("UPDATE issues SET score = random() WHERE id % 17 = (random() * 16)::int"));

        for (int i = 0; i < 5; i++)
        {
            ServicePingPayload payload = await ping.CollectAsync();
            Assert.Equal((rows, rows), (payload.Metrics[0].Value.AsInt64(), payload.Metrics[1].Value.AsInt64() + payload.Metrics[2].Value.AsInt64()));
        }

        await writing.StopAsync();
    }

    [Fact]
    public async Task A_connection_that_is_killed_costs_nothing_while_another_stands()
    {
        TestSet set = new();
        AddMetric(set, "slow", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = SlowRows });
        AddMetric(set, "authors", ValueShape.Integer, "issues", new(0, Operation.DistinctCount) { Columns = ["issues.author_id"] });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.SlicePages = (3, 3);
                options.PauseRatio = 0;
            }),
            set);

        Task<ServicePingPayload> collecting = ping.CollectAsync();
        await WaitForAsync("wait_event = 'PgSleep'");
        await PlainAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ServicePing' AND datname = current_database() LIMIT 1");
        ServicePingPayload payload = await collecting;

        Assert.All(payload.Metrics, metric => Assert.True(metric.Status == ReadingStatus.Ok, metric.Message));
        Assert.Equal((await PlainAsync("SELECT count(DISTINCT author_id) FROM issues")).GetInt64(), payload.Metrics[0].Value.AsInt64());
        Assert.Equal((await PlainAsync("SELECT count(*) FROM issues")).GetInt64(), payload.Metrics[1].Value.AsInt64());
    }

    [Fact]
    public async Task What_all_connections_lost_is_counted_again()
    {
        TestSet set = new();
        AddMetric(set, "slow", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = SlowRows });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.PauseRatio = 0), set);

        Task<ServicePingPayload> collecting = ping.CollectAsync();
        await WaitForAsync("wait_event = 'PgSleep'");
        await PlainAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'ServicePing' AND datname = current_database()");
        ServicePingPayload payload = await collecting;

        Assert.Equal((await PlainAsync("SELECT count(*) FROM issues")).GetInt64(), payload.Metrics[0].Value.AsInt64());
        Assert.Equal(payload.Metrics[0].Value.AsInt64(), payload.Statistics.RowsWalked);
    }

    [Fact]
    public async Task A_table_that_was_replaced_after_the_snapshot_is_counted_again_and_no_lock_outlives_its_relation()
    {
        await ExecuteAsync("CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE c (id int); INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); INSERT INTO c VALUES (1)");
        TestSet set = new();
        AddMetric(set, "a", ValueShape.Integer, "a", new(0, Operation.Count));
        AddMetric(set, "b", ValueShape.Integer, "b", new(0, Operation.Count) { Filter = AtBarrier });
        AddMetric(set, "c", ValueShape.Integer, "c", new(0, Operation.Count));
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
        await ExecuteAsync("SET lock_timeout = 100; ALTER TABLE a ADD COLUMN more int; TRUNCATE c; INSERT INTO c VALUES (1), (2), (3)");
        await RaiseBarrierAsync();

        Assert.Equal("""{"a":1,"b":1,"c":3}""", (await collecting).ToString());
    }

    [Fact]
    public async Task A_snapshot_is_not_held_for_longer_than_one_relation_needs_beyond_the_limit()
    {
        TestSet set = new();
        AddMetric(set, "projects", ValueShape.Integer, "projects", new(0, Operation.Count));
        AddMetric(set, "nothing", ValueShape.Integer, "nothing", new(0, Operation.Count));
        AddMetric(set, "builds", ValueShape.Integer, "builds", new(0, Operation.Count));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SnapshotLimit = TimeSpan.Zero), set);

        Assert.Equal("""{"builds":12000,"nothing":0,"projects":200}""", (await ping.CollectAsync()).ToString());
    }

    [Theory]
    [InlineData("id bigint PRIMARY KEY", "-n * 3")]
    [InlineData("id uuid PRIMARY KEY", "md5(n::text)::uuid")]
    [InlineData("id text PRIMARY KEY", "md5(n::text) || '''\"' || n")]
    [InlineData("id timestamptz PRIMARY KEY", "timestamptz '2026-01-01' + n * interval '1.000001 seconds'")]
    [InlineData("id float8 PRIMARY KEY", "n / 7.0")]
    [InlineData("id int, part text, PRIMARY KEY (part, id)", "n, 'p' || n % 3")]
    public async Task A_pass_that_would_hold_its_snapshot_for_too_long_goes_by_keys_without_one(string key, string value)
    {
        await ExecuteAsync($"""
            CREATE TABLE long ({key}, author_id int, state text);
            INSERT INTO long SELECT {value}, n % 900, (n % 4)::text FROM generate_series(1, 130000) n;
            """);
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "long", new(0, Operation.Count) { Filter = "long.state <> '9'" });
        AddMetric(set, "authors", ValueShape.Integer, "long", new(0, Operation.DistinctCount) { Columns = ["long.author_id"] });
        AddMetric(set, "projects", ValueShape.Integer, "projects", new(0, Operation.Count));
        AddMetric(set, "states", ValueShape.Json, "long", new(0, Operation.Count) { GroupBy = ["long.state"] });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.SnapshotLimit = TimeSpan.FromMilliseconds(1);
                options.SlicePages = (20, 20);
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"all":130000,"authors":900,"projects":200,"states":{"0":32500,"1":32500,"2":32500,"3":32500}}""", payload.ToString());
        Assert.Contains(payload.Statistics.SentStatements, sent => sent.Sql.Contains(") >= ($6", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pass_with_slow_rows_goes_by_keys_in_steps_that_end_in_time()
    {
        TestSet set = new();
        AddMetric(set, "slow", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = SlowRows });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.SnapshotLimit = TimeSpan.FromSeconds(1);
                options.StatementTimeout = TimeSpan.FromSeconds(2);
                options.SlicePages = (3, 3);
                options.PauseRatio = 0;
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        MetricReading slow = Assert.Single(payload.Metrics);
        Assert.True(slow.Status == ReadingStatus.Ok, slow.Message);
        Assert.Equal((await PlainAsync("SELECT count(*) FROM issues")).GetInt64(), slow.Value.AsInt64());
        Assert.Contains(payload.Statistics.SentStatements, sent => sent.Sql.Contains(") >= ($6", StringComparison.Ordinal));
    }

    private Task WaitForAsync(string condition) => UntilAsync($"""
        SELECT count(*) > 0 FROM pg_stat_activity
        WHERE application_name = 'ServicePing' AND datname = current_database() AND {condition}
        """);

    /// <summary>200,000 rows that an index alone may answer for.</summary>
    private async Task VisitsAsync()
    {
        await ExecuteAsync(Visits);
        await VacuumAsync("visits");
    }
}
