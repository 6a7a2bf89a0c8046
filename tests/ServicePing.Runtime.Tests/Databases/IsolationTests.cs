using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A metric that fails takes nobody down: exactly that metric falls, all others keep what plain SQL gives.</summary>
public sealed class IsolationTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private static readonly (string KeyPath, ValueShape Shape, QueryFragment Fragment, string Sql)[] Healthy =
    [
        ("all", ValueShape.Integer, new(0, Operation.Count), "SELECT count(*) FROM issues"),
        ("open", ValueShape.Integer, new(0, Operation.Count) { Filter = "issues.state_id = 1" }, "SELECT count(*) FROM issues WHERE state_id = 1"),
        ("weights", ValueShape.Decimal, new(0, Operation.Sum) { Columns = ["issues.weight"] }, "SELECT sum(weight) FROM issues"),
        ("authors", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["issues.author_id"] }, "SELECT count(DISTINCT author_id) FROM issues"),
        ("authors_open", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["issues.author_id"], Filter = "issues.state_id = 1" },
            "SELECT count(DISTINCT author_id) FROM issues WHERE state_id = 1"),
        ("states", ValueShape.Json, new(0, Operation.Count) { GroupBy = ["issues.state_id"] },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT state_id AS k, count(*) AS n FROM issues GROUP BY 1) g"),
    ];

    /// <summary>Filters that fail, and how.</summary>
    public static TheoryData<string, ReadingStatus, string> Culprits() => new()
    {
        { "1 / (issues.id - 300) > 0", ReadingStatus.Failed, "22012: division by zero" },
        { "issues.missing = 1", ReadingStatus.Failed, "42703: column issues.missing does not exist" },
        { "issues.label::int = 1", ReadingStatus.Failed, "22P02: a text is no value of the type that it is cast to" },
        { "issues.state_id = ", ReadingStatus.Failed, "42601: syntax error" },
        { "issues.state_id = 1; DROP TABLE issues; --", ReadingStatus.Failed, "42601: " },
        { "EXISTS (SELECT FROM secrets)", ReadingStatus.Failed, "42501: permission denied for table secrets" },
        { "pg_sleep(0.05) IS NOT NULL", ReadingStatus.TimedOut, "57014: canceling statement due to statement timeout" },
    };

    [Theory]
    [MemberData(nameof(Culprits))]
    public async Task Only_the_culprit_falls(string filter, ReadingStatus status, string message)
    {
        string reader = await ReaderAsync();
        TestSet set = new();
        Add(set, "bad.count", ValueShape.Integer, new(0, Operation.Count) { Filter = filter });
        foreach (var (keyPath, shape, fragment, _) in Healthy)
        {
            Add(set, keyPath, shape, fragment);
        }

        Add(set, "bad.distinct", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["issues.author_id"], Filter = filter });
        Add(set, "bad.states", ValueShape.Json, new(0, Operation.Count) { GroupBy = ["issues.state_id"], Filter = filter });
        Add(set, "bad.histogram", ValueShape.Json, new(0, Operation.Histogram) { Columns = ["issues.author_id"], Filter = filter, FirstBucket = 1, LastBucket = 9 });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(reader).Configure(options =>
            {
                options.SlicePages = (70, 70);

                // Each of the four slow ones waits for it many times over, until a slice is a row.
                options.StatementTimeout = TimeSpan.FromMilliseconds(400);
                options.StatementTarget = TimeSpan.FromMilliseconds(200);
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        foreach (var (keyPath, _, _, sql) in Healthy)
        {
            MetricReading reading = payload.Metrics.Single(metric => metric.KeyPath == keyPath);
            Assert.True(reading.Status == ReadingStatus.Ok, $"{keyPath}: {reading.Message}");
            Assert.Equal((await PlainAsync(sql)).ToString(), reading.Value.ToJson().ToString().Replace("\":", "\": ").Replace(",\"", ", \""));
        }

        foreach (MetricReading reading in payload.Metrics.Where(metric => metric.KeyPath.StartsWith("bad.", StringComparison.Ordinal)))
        {
            Assert.Equal(status, reading.Status);
            Assert.StartsWith(message, reading.Message, StringComparison.Ordinal);
        }

        Assert.Contains(""""bad":{"count":-1,"distinct":-1,"histogram":{"-1":-1},"states":-1}"""", payload.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_column_fails_what_counts_it_and_nothing_else()
    {
        TestSet set = new();
        Add(set, "all", ValueShape.Integer, new(0, Operation.Count));
        Add(set, "distinct", ValueShape.Integer, new(0, Operation.DistinctCount) { Columns = ["issues.missing"] });
        Add(set, "sum", ValueShape.Decimal, new(0, Operation.Sum) { Columns = ["issues.label"] });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal([ReadingStatus.Ok, ReadingStatus.Failed, ReadingStatus.Failed], payload.Metrics.Select(metric => metric.Status));
    }

    [Fact]
    public async Task A_missing_table_fails_its_metrics_with_the_servers_words()
    {
        TestSet set = new();
        AddMetric(set, "missing", ValueShape.Integer, "missing", new(0, Operation.Count));
        AddMetric(set, "present", ValueShape.Integer, "projects", new(0, Operation.Count));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal((ReadingStatus.Failed, "42P01: relation \"missing\" does not exist"), (payload.Metrics[0].Status, payload.Metrics[0].Message));
        Assert.Equal(200, payload.Metrics[1].Value.AsInt64());
    }

    [Fact]
    public async Task A_locked_table_is_given_up_and_the_others_are_read()
    {
        TestSet set = new();
        AddMetric(set, "locked", ValueShape.Integer, "projects", new(0, Operation.Count));
        AddMetric(set, "locked_distinct", ValueShape.Integer, "projects", new(0, Operation.DistinctCount) { Columns = ["projects.name"] });
        AddMetric(set, "read", ValueShape.Integer, "nothing", new(0, Operation.Count));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.LockTimeout = TimeSpan.FromMilliseconds(100)), set);
        await using NpgsqlConnection other = await Plain.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await other.BeginTransactionAsync();
        await using NpgsqlCommand lockTable = new("LOCK TABLE projects", other);
        await lockTable.ExecuteNonQueryAsync();

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal([ReadingStatus.TimedOut, ReadingStatus.TimedOut, ReadingStatus.Ok], payload.Metrics.Select(metric => metric.Status));
    }

    [Fact]
    public async Task Writing_is_impossible()
    {
        await ExecuteAsync("CREATE FUNCTION spoil() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM projects; RETURN 1; END $$");
        TestSet set = new();
        AddMetric(set, "spoilt", ValueShape.Integer, "projects", new(0, Operation.Count) { Filter = "spoil() = 1" });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        MetricReading reading = await ping.ReadAsync("spoilt");

        Assert.Equal("25006: cannot execute DELETE in a read-only transaction", reading.Message);
        Assert.Equal(200, (await PlainAsync("SELECT count(*) FROM projects")).GetInt64());
    }

    [Fact]
    public async Task A_database_that_is_down_or_unknown_gives_fallbacks()
    {
        TestSet set = new();
        AddMetric(set, "counted", ValueShape.Integer, "projects", new(0, Operation.Count));
        AddMetric(set, "grouped", ValueShape.Json, "projects", new(0, Operation.Histogram) { Columns = ["id"], FirstBucket = 1, LastBucket = 5 });
        set.RelationPlans.Add(new RelationPlan("ci", null, "builds", [], [new(set.Add("of_ci"), Operation.Count)]));
        await using Ping down = Ping.Of(
            builder => builder.UsePostgres("Host=127.0.0.1;Port=1;Username=nobody;Database=none")
                .Configure(options => options.ReconnectFor = TimeSpan.FromMilliseconds(500)),
            set);

        ServicePingPayload payload = await down.CollectAsync();

        Assert.Equal("""{"counted":-1,"grouped":{"-1":-1},"of_ci":-1}""", payload.ToString());
        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Unavailable, metric.Status));
        Assert.Equal("The program has no database 'ci'; call UsePostgres.", payload.Metrics[2].Message);
    }

    [Fact]
    public async Task A_relation_that_kills_its_connections_is_given_up_and_the_others_are_read()
    {
        TestSet set = new();
        AddMetric(set, "first", ValueShape.Integer, "projects", new(0, Operation.Count));
        AddMetric(set, "second", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = "pg_terminate_backend(pg_backend_pid()) AND issues.id > 0" });
        AddMetric(set, "third", ValueShape.Integer, "builds", new(0, Operation.Count));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal([ReadingStatus.Ok, ReadingStatus.Unavailable, ReadingStatus.Ok], payload.Metrics.Select(metric => metric.Status));
        Assert.Equal("""{"first":200,"second":-1,"third":12000}""", payload.ToString());
    }

    [Fact]
    public async Task Cancellation_ends_a_collection()
    {
        TestSet set = new();
        AddMetric(set, "slow", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = "pg_sleep(0.01) IS NOT NULL" });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping.Collector.CollectAsync(cancellationToken: soon.Token));
    }

    [Fact]
    public async Task All_relations_are_read_at_one_moment()
    {
        await ExecuteAsync("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY); INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)");
        TestSet set = new();
        AddMetric(set, "a", ValueShape.Integer, "a", new(0, Operation.Count) { Filter = AtBarrier });
        AddMetric(set, "b", ValueShape.Integer, "b", new(0, Operation.Count));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.StatementTimeout = options.LockTimeout = Patience), set);
        await LowerBarrierAsync();

        Task<ServicePingPayload> collecting = ping.CollectAsync();
        await WaitAtBarrierAsync();
        await ExecuteAsync("INSERT INTO a VALUES (2); INSERT INTO b VALUES (2)");
        await RaiseBarrierAsync();

        Assert.Equal("""{"a":1,"b":1}""", (await collecting).ToString());
    }

    /// <summary>A role that may read everything but one table.</summary>
    private async Task<string> ReaderAsync()
    {
        string role = "reader_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync($"""
            CREATE TABLE secrets (id int);
            CREATE ROLE {role} LOGIN;
            GRANT SELECT ON issues, projects TO {role};
            """);
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role }.ConnectionString;
    }

    private static void Add(TestSet set, string keyPath, ValueShape shape, QueryFragment fragment) =>
        AddMetric(set, keyPath, shape, "issues", fragment);
}
