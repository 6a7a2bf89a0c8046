using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>What a pass asks of its server: few statements, few locks, no long moments, whatever rows cost.</summary>
public sealed partial class GentlePassTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    // What a statement does once, however few rows it reads.
    private const string Costly = "(SELECT CASE WHEN pg_sleep(0.15) IS NULL THEN 1 ELSE -1 END)";

    // The locks that the connection holds while a statement of the pass runs.
    private const string Locks = "(SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid())";

    private const string Pages = """
        CREATE TABLE events (id bigint PRIMARY KEY, kind int NOT NULL, filler text NOT NULL, created_at timestamptz NOT NULL);
        INSERT INTO events
        SELECT n, n % 9, repeat('x', 1500), timestamptz '2026-11-18 00:00:00+00' - n * interval '1 hour' FROM generate_series(1, 5000) n;
        CREATE INDEX ON events (created_at);
        ANALYZE events
        """;

    [Theory]
    [InlineData("a filter", "")]
    [InlineData("a join", "")]
    [InlineData("groups", """{"0":555,"1":556,"2":556,"3":556,"4":556,"5":556,"6":555,"7":555,"8":555}""")]
    [InlineData("different values", "9")]
    [InlineData("a window", "")]
    [InlineData("keys of a view", "")]
    [InlineData("a grouped subquery", "")]
    [InlineData("four times the target", "")]
    public async Task What_every_slice_does_anew_makes_few_slices(string kind, string expected)
    {
        await ExecuteAsync(Pages);
        await ExecuteAsync("CREATE VIEW seen AS SELECT id * 1000 AS id, kind FROM events");
        const string filter = $"kind <> {Costly}";
        TestSet set = new();
        (QueryFragment fragment, string truth) = kind switch
        {
            "groups" => (new QueryFragment(0, Operation.Count) { Filter = filter, GroupBy = ["events.kind"] }, expected),
            "different values" => (new QueryFragment(0, Operation.DistinctCount) { Filter = filter, Columns = ["events.kind"] }, expected),
            "a window" => (new QueryFragment(0, Operation.Count) { Filter = filter, Window = TimeFrame.TwentyEightDays },
                $"SELECT count(*) FROM events WHERE {Within("created_at", -30, -2)}"),
            "keys of a view" => (new QueryFragment(0, Operation.Count) { Filter = filter, BatchColumn = "seen.id" }, "5000"),
            "a join" => (new QueryFragment(0, Operation.Count), "5000"),
            "a grouped subquery" => (new QueryFragment(0, Operation.Count)
            {
                Filter = $"events.kind IN (SELECT seen.kind FROM events AS seen JOIN (SELECT {Costly} AS kind OFFSET 0) AS others ON others.kind <> seen.kind GROUP BY seen.kind HAVING seen.kind > 4)",
            }, "SELECT count(*) FROM events WHERE kind > 4"),
            "four times the target" => (new QueryFragment(0, Operation.Count) { Filter = filter.Replace("0.15", "0.4", StringComparison.Ordinal) }, "5000"),
            _ => (new QueryFragment(0, Operation.Count) { Filter = filter }, "5000"),
        };
        AddMetric(set, "costly", kind == "groups" ? ValueShape.Json : ValueShape.Integer, kind == "keys of a view" ? "seen" : "events", fragment,
            kind == "a join" ? [$"JOIN (SELECT {Costly} AS kind OFFSET 0) AS others ON others.kind <> events.kind"] : []);
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.StatementTarget = TimeSpan.FromMilliseconds(100);
                options.SlicePages = (40, long.MaxValue);
                options.PauseRatio = 0;
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        MetricReading reading = Assert.Single(payload.Metrics);
        Assert.Equal(ReadingStatus.Ok, reading.Status);
        string plain = truth.StartsWith("SELECT", StringComparison.Ordinal) ? (await PlainAsync(truth)).ToString() : truth;
        Assert.Equal($$"""{"costly":{{plain}}}""", payload.ToString());
        Assert.InRange(payload.Statistics.Statements, 1, 30);
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(0.1, 3, 1)]
    [InlineData(0, 2, 2)]
    public async Task At_full_speed_connections_work_at_once_and_otherwise_one_after_the_other(double pauseRatio, int connections, int most)
    {
        await ExecuteAsync(Pages);
        TestSet set = new();
        AddMetric(set, "slow", ValueShape.Integer, "events", new(0, Operation.Count) { Filter = "id % 40 > 0 OR pg_sleep(0.01) IS NOT NULL" });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.PauseRatio = pauseRatio;
                options.MaxConnections = connections;
                options.SlicePages = (50, 50);
            }),
            set);
        Task<ServicePingPayload> collection = ping.CollectAsync();
        int seen = 0;
        while (!collection.IsCompleted)
        {
            seen = Math.Max(seen, (int)(await PlainAsync(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(0.01)%' AND pid <> pg_backend_pid()")).GetInt64());
        }

        Assert.Equal(5_000, Assert.Single((await collection).Metrics).Value.AsInt64());
        Assert.Equal(most, seen);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(4, 3)]
    public async Task A_database_rests_for_its_share_whatever_connections_there_are(double pauseRatio, int connections)
    {
        await ExecuteAsync(Pages);
        TestSet set = new();
        AddMetric(set, "slow", ValueShape.Integer, "events", new(0, Operation.Count) { Filter = "id % 50 > 0 OR pg_sleep(0.01) IS NOT NULL" });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.PauseRatio = pauseRatio;
                options.MaxConnections = connections;
                options.SlicePages = (50, 50);
            }),
            set);

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
        await ExecuteAsync(Pages);
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
        await ExecuteAsync(Pages);
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
            seen.Add((await PlainAsync("""
                SELECT count(*) || ' wait, ' || count(*) FILTER (WHERE EXISTS (
                    SELECT FROM pg_locks WHERE pg_locks.pid = pg_stat_activity.pid AND relation = 'events'::regclass)) || ' with locks'
                FROM pg_stat_activity
                WHERE application_name = 'ServicePing' AND datname = current_database()
                  AND state = 'idle in transaction' AND state_change < now() - interval '1 second'
                """)).GetString()!);
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

    [Theory]
    [InlineData("pages", "PARTITION BY RANGE (id)", "PARTITION OF parts FOR VALUES FROM ({0}) TO ({1})")]
    [InlineData("a window", "PARTITION BY RANGE (id)", "PARTITION OF parts FOR VALUES FROM ({0}) TO ({1})")]
    [InlineData("steps", "PARTITION BY RANGE (id)", "PARTITION OF parts FOR VALUES FROM ({0}) TO ({1})")]
    [InlineData("a join", "PARTITION BY RANGE (id)", "PARTITION OF parts FOR VALUES FROM ({0}) TO ({1})")]
    [InlineData("children", "", "(PRIMARY KEY (id)) INHERITS (parts)")]
    public async Task Locks_of_a_part_go_back_before_the_next(string kind, string parent, string child)
    {
        const int parts = 120;
        await ExecuteAsync($"CREATE TABLE parts (id bigint PRIMARY KEY, kind int, created_at timestamptz) {parent}");
        await ExecuteAsync($"""
            DO $$ BEGIN
                FOR n IN 0..{parts - 1} LOOP
                    EXECUTE format('CREATE TABLE part_%s {child.Replace("{0}", "%s", StringComparison.Ordinal).Replace("{1}", "%s", StringComparison.Ordinal)}', n, n * 10, n * 10 + 10);
                    EXECUTE format('CREATE INDEX ON part_%s (created_at)', n);
                    EXECUTE format('CREATE INDEX ON part_%s (kind)', n);
                    EXECUTE format('INSERT INTO part_%s SELECT k, k %% 7, timestamptz ''2026-11-10'' FROM generate_series(%s, %s) k', n, n * 10, n * 10 + 9);
                END LOOP;
            END $$
            """);
        await ExecuteAsync("ANALYZE");
        TestSet set = new();
        string[] joins = kind == "a join" ? ["JOIN projects ON projects.id = 1 + parts.kind"] : [];
        TimeFrame window = kind == "a window" ? TimeFrame.TwentyEightDays : TimeFrame.All;
        AddMetric(set, "kinds", ValueShape.Integer, "parts", new(0, Operation.DistinctCount) { Columns = ["parts.kind"], Window = window }, joins);
        AddMetric(set, "locks", ValueShape.Json, "parts", new(0, Operation.Count) { GroupBy = [Locks], Window = window }, joins);
        AddMetric(set, "some", ValueShape.Integer, "parts", new(0, Operation.Count) { Filter = "parts.kind IN (SELECT 3)", Window = window }, joins);
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.PauseRatio = 0;
                options.SnapshotLimit = kind == "steps" ? TimeSpan.Zero : Patience;
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        JsonElement values = JsonElement.Parse(payload.ToString());
        Assert.Equal((7, 171), (values.GetProperty("kinds").GetInt32(), values.GetProperty("some").GetInt32()));
        JsonProperty[] locks = [.. values.GetProperty("locks").EnumerateObject()];
        Assert.Equal(parts * 10, locks.Sum(held => held.Value.GetInt32()));

        // Of 480 that all parts and their indexes would take: those of 16 parts that are read together, a joined table's and the catalogue's.
        Assert.All(locks, held => Assert.InRange(int.Parse(held.Name, System.Globalization.CultureInfo.InvariantCulture), 1, 90));
    }

    [Theory]
    [InlineData("id bigint PRIMARY KEY", "n")]
    [InlineData("id uuid PRIMARY KEY", "md5(n::text)::uuid")]
    [InlineData("id bigint, part int, PRIMARY KEY (part, id)", "n, n % 3")]
    public async Task Steps_along_a_key_are_looked_for_one_after_another_in_short_moments(string key, string value)
    {
        string[] moments = (await ByKeyAsync(key, value, TimeSpan.FromMicroseconds(10))).Split("BEGIN ISOLATION LEVEL");
        int[] lookUps = [.. moments.Select(moment => LookUp().Count(moment))];
        Assert.InRange(lookUps.Sum(), 150, 500);
        Assert.InRange(lookUps.Max(), 1, 4);
        Assert.True(lookUps.Count(found => found > 0) > 50);
    }

    /// <summary>A moment that has to be begun for each statement is begun once: what was just begun, and nothing read in, has not lasted too long.</summary>
    [Fact]
    public async Task Where_no_moment_may_last_each_has_one_statement()
    {
        string sent = await ByKeyAsync("id bigint PRIMARY KEY", "n", TimeSpan.Zero);

        // Before the walk are the moments of a connection that opens, looks the table up and plans.
        int[] readings = [.. sent.Split("Executing batch: [(BEGIN ISOLATION LEVEL")
            .Select(moment => Reading().Count(moment))
            .SkipWhile(found => found != 1)];
        Assert.InRange(readings.Length, 150, 500);
        Assert.All(readings, found => Assert.Equal(1, found));
    }

    /// <summary>What is sent to read 20,000 rows along their key, 100 a step.</summary>
    private async Task<string> ByKeyAsync(string key, string value, TimeSpan snapshotLimit)
    {
        await ExecuteAsync($"""
            CREATE TABLE long ({key}, kind int);
            INSERT INTO long SELECT {value}, n % 7 FROM generate_series(1, 20000) n;
            ANALYZE long
            """);
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "long", new(0, Operation.Count));
        AddMetric(set, "kinds", ValueShape.Integer, "long", new(0, Operation.DistinctCount) { Columns = ["long.kind"] });
        using RecordedStatements statements = new(ConnectionString);
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(statements.Source).Configure(options =>
            {
                options.MaxConnections = 1;
                options.PauseRatio = 0;
                options.SlicePages = (5, 5);
                options.RowsOfKeyStep = 100;
                options.SnapshotLimit = snapshotLimit;
            }),
            set);

        Assert.Equal("""{"all":20000,"kinds":7}""", (await ping.CollectAsync()).ToString());
        return statements.Take();
    }

    [GeneratedRegex(@"Executing command: SELECT[^;]*?FROM long")]
    private static partial Regex Reading();

    [GeneratedRegex(@"OFFSET 100 LIMIT 1")]
    private static partial Regex LookUp();
}
