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
        await ExecuteAsync(EventTable.Sql);
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
