using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>What a person finds in the log: how a collection ended, and each cause of missing values once.</summary>
[Collection(nameof(PostgresServer))]
public sealed class CollectionLogTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private readonly EventLogger<ServicePingCollector> _log = new();

    [Fact]
    public async Task A_collection_that_is_well_leaves_one_line()
    {
        TestSet set = Issues("total");
        set.Add("planned", unplanned: "It is planned.");
        await using Ping ping = Start(builder => builder.UsePostgres(ConnectionString), set);

        await ping.CollectAsync();

        (LogLevel level, string line) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Information, level);
        Assert.Matches(@"^The collection has ended in \d+ ms: of 2 metrics 1 are ok, none failed, 1 not_implemented\.$", line);
    }

    [Fact]
    public async Task A_database_that_is_down_is_one_warning_however_many_metrics_it_has()
    {
        TestSet set = Issues("a", "b", "c", "d", "e");
        set.AddSum("f", ValueShape.Integer, 0, 1);
        await using Ping ping = Start(
            builder => builder
                .UsePostgres("Host=127.0.0.1;Port=1;Username=somebody;Password=hunter2;Database=forge")
                .Configure(options => options.ReconnectFor = TimeSpan.Zero),
            set);

        await ping.CollectAsync();

        string warning = Assert.Single(_log.Of(LogLevel.Warning));
        Assert.StartsWith("Database 'main' (unavailable), metrics without a value: 6 (a, b, c, …). Failed to connect to 127.0.0.1:1", warning, StringComparison.Ordinal);
        Assert.EndsWith("See that the server runs and takes the login that UsePostgres was given.", warning, StringComparison.Ordinal);
        Assert.Contains(_log.Of(LogLevel.Information), line => line.EndsWith(
            "of 6 metrics 0 are ok, 6 failed (6 unavailable: Database 'main').", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_that_are_not_set_are_one_warning()
    {
        await using Ping ping = Ping.Of(
            StandardMetricSet.Instance, builder => builder.Services.AddSingleton<ILogger<ServicePingCollector>>(_log), new TestSet());

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            "ServicePingOptions (failed), metrics without a value: 3 (edition, installation_type, uuid). Each has an option of its name that is not set. "
            + "Each metric's message is in payload.Metrics.",
            Assert.Single(_log.Of(LogLevel.Warning)));
        Assert.Equal("ServicePingOptions.Edition is not set.", payload.Metrics.Single(metric => metric.KeyPath == "edition").Message);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named()
    {
        await using Ping ping = Start(
            builder => builder.UsePostgres(ConnectionString.Replace("Database=", "Database=no", StringComparison.Ordinal)), Issues("a", "b"));

        await ping.CollectAsync();

        Assert.Contains("(a, b). 3D000: database \"no", Assert.Single(_log.Of(LogLevel.Warning)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_that_were_renamed_are_a_warning_each_and_not_each_metric()
    {
        TestSet set = Issues();
        foreach (string keyPath in (string[])["a", "b", "c"])
        {
            AddMetric(set, keyPath, ValueShape.Integer, "issues", new QueryFragment(0, Operation.Count) { Filter = $"issues.state = {keyPath.Length}" });
        }

        AddMetric(set, "d", ValueShape.Integer, "issues", new QueryFragment(0, Operation.Count) { Filter = "issues.author IS NULL" });
        AddMetric(set, "well", ValueShape.Integer, "issues", new QueryFragment(0, Operation.Count));
        await using Ping ping = Start(builder => builder.UsePostgres(ConnectionString), set);

        await ping.CollectAsync();

        Assert.Equal(
            [
                "Database 'main' (failed), metrics without a value: 3 (a, b, c). 42703: column issues.state does not exist. Compare the definitions with the database: serviceping verify.",
                "Database 'main' (failed), metrics without a value: 1 (d). 42703: column issues.author does not exist. Compare the definitions with the database: serviceping verify.",
            ],
            _log.Of(LogLevel.Warning));
    }

    [Theory]
    [InlineData("issues.label::int = 1", "22P02: a text is no value of the type that it is cast to")]
    [InlineData("issues.label::date > '2026-01-01'", "22007: a text is no date or time")]
    [InlineData("(issues.label || 'x')::regclass IS NOT NULL", "3F000: a function, or a value of a row, names what is not there")]
    [InlineData("split_part(issues.label, '.', 1)::regtype IS NOT NULL", "42601: the statement, or a value that it reads as the name of a type, has a syntax error")]
    [InlineData("split_part(issues.label, '@', 1)::regtype IS NOT NULL", "42704: a function, or a value of a row, names what is not there")]
    [InlineData("(1000000 + issues.id)::smallint = 1", "22003: a number is out of range")]
    public async Task A_value_of_a_row_is_neither_in_the_log_nor_in_a_message(string filter, string message)
    {
        await ExecuteAsync("UPDATE issues SET label = 'alice@example.com'");
        TestSet set = Issues();
        AddMetric(set, "a", ValueShape.Integer, "issues", new QueryFragment(0, Operation.Count) { Filter = filter });
        await using Ping ping = Start(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(message, payload.Metrics[0].Message);
        Assert.Contains(message, Assert.Single(_log.Of(LogLevel.Warning)), StringComparison.Ordinal);
        Assert.DoesNotContain("alice", string.Concat(_log.Lines) + payload.ToReport(), StringComparison.Ordinal);
    }

    /// <summary>Wherever in a definition the value of a row fails, and whatever class of error says so.</summary>
    [Theory]
    [InlineData("sum", "22P02: a text is no value of the type that it is cast to")]
    [InlineData("distinct", "22P02: a text is no value of the type that it is cast to")]
    [InlineData("group", "22P02: a text is no value of the type that it is cast to")]
    [InlineData("23505", "23505: the server's log has the message")]
    [InlineData("P0001", "P0001: a function of the database has raised an exception")]
    public async Task No_value_of_a_row_is_told_whatever_was_computed_of_it(string kind, string message)
    {
        await ExecuteAsync($"""
            UPDATE issues SET label = 'alice@example.com';
            CREATE FUNCTION refuse(label text) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'not %', label USING ERRCODE = '{(kind.Length == 5 ? kind : "P0001")}', DETAIL = label, HINT = label, COLUMN = label; END $$
            """);
        TestSet set = Issues();
        AddMetric(set, "a", kind == "group" ? ValueShape.Json : ValueShape.Integer, "issues", kind switch
        {
            "sum" => new QueryFragment(0, Operation.Sum) { Columns = ["issues.label::int"] },
            "distinct" => new QueryFragment(0, Operation.DistinctCount) { Columns = ["issues.label::int"] },
            "group" => new QueryFragment(0, Operation.Count) { GroupBy = ["issues.label::int"] },
            _ => new QueryFragment(0, Operation.Count) { Filter = "refuse(issues.label)" },
        });
        await using Ping ping = Start(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(message, payload.Metrics[0].Message);
        Assert.DoesNotContain("alice", string.Concat(_log.Lines) + payload.ToReport() + payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_facts_throw_is_told_by_class_and_without_their_words()
    {
        TestSet set = Issues();
        foreach (string keyPath in (string[])["a", "b"])
        {
            set.FactPlans.Add(new FactPlan(set.Add(keyPath), "SeatsMetric", "{}", (_, _) => throw new InvalidOperationException("Password=hunter2")));
        }

        set.FactPlans.Add(new FactPlan(set.Add("c"), "OtherMetric", "{}", (_, _) => throw new InvalidOperationException("Password=hunter2")));
        await using Ping ping = Start(_ => { }, set);

        await ping.CollectAsync();

        Assert.Equal(
            [
                "Class 'SeatsMetric' (failed), metrics without a value: 2 (a, b). InvalidOperationException was thrown. Each metric's message is in payload.Metrics.",
                "Class 'OtherMetric' (failed), metrics without a value: 1 (c). InvalidOperationException was thrown. Each metric's message is in payload.Metrics.",
            ],
            _log.Of(LogLevel.Warning));
    }

    [Fact]
    public async Task Counters_of_a_store_that_is_down_are_one_warning()
    {
        TestSet set = Issues();
        set.AddCounter("a", CounterKind.Total, TimeFrame.All, "x");
        set.AddCounter("b", CounterKind.Unique, TimeFrame.SevenDays, "y");
        await using Ping ping = Start(
            builder => builder.UseRedis("127.0.0.1:1,password=hunter2,connectTimeout=200"), set);

        await ping.CollectAsync();

        string warning = Assert.Single(_log.Of(LogLevel.Warning));
        Assert.StartsWith("Counters (unavailable), metrics without a value: 2 (a, b).", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_hold_something_else_are_one_warning()
    {
        TestSet set = Issues();
        foreach (string key in (string[])["x", "y", "z"])
        {
            set.AddCounter(key, CounterKind.UniqueTotals, TimeFrame.All, key);
        }

        await using Ping ping = Start(builder => builder.UseInProcessCounters(), set);
        await ping.Services.GetRequiredService<ICounterStore>().WriteAsync(new CounterFlush(
            Guid.NewGuid(), [.. ((string[])["x", "y", "z"]).Select(key => new CounterWrite.Count(key, null, 1))]));

        await ping.CollectAsync();

        Assert.StartsWith(
            "Counters (failed), metrics without a value: 3 (x, y, z). 'x' holds a counter of another kind.",
            Assert.Single(_log.Of(LogLevel.Warning)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collection_of_many_causes_stays_readable()
    {
        TestSet set = Issues();
        for (int i = 0; i < 30; i++)
        {
            set.FactPlans.Add(new FactPlan(set.Add($"fact.{i:00}"), $"Class{i:00}", "{}", (_, _) => throw new InvalidOperationException()));
        }

        await using Ping ping = Start(_ => { }, set);

        await ping.CollectAsync();

        Assert.Equal(11, _log.Of(LogLevel.Warning).Count);
        Assert.Equal("20 further causes leave 20 metrics without a value; payload.Metrics has them.", _log.Of(LogLevel.Warning)[^1]);
    }

    [Fact]
    public async Task A_collection_that_is_cancelled_says_so()
    {
        using CancellationTokenSource end = new();
        TestSet set = Issues();
        set.FactPlans.Add(new FactPlan(set.Add("a"), "A", "{}", async (_, cancellationToken) =>
        {
            await end.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return MetricValue.Null;
        }));
        await using Ping ping = Start(_ => { }, set);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping.Collector.CollectAsync(cancellationToken: end.Token));

        // The fact, which was given up, may say before or after it that it has ended.
        string line = Assert.Single(_log.Of(LogLevel.Information), line => line.StartsWith("The collection", StringComparison.Ordinal));
        Assert.Matches(@"^The collection was cancelled after \d+ ms\.$", line);
    }

    [Fact]
    public async Task A_collection_that_throws_says_so()
    {
        await using Ping ping = Start(builder => builder.Services.AddSingleton<TimeProvider>(new ThrowingClock { Throws = true }), Issues());

        Exception thrown = await Assert.ThrowsAsync<InvalidOperationException>(ping.CollectAsync);

        Assert.Matches(
            $@"^The collection broke off after \d+ ms: {thrown.GetType().FullName} was thrown to the caller\.$",
            Assert.Single(_log.Of(LogLevel.Error)));
    }

    [Fact]
    public async Task A_metric_alone_leaves_no_line_unless_it_fails()
    {
        TestSet set = Issues("well");
        AddMetric(set, "bad", ValueShape.Integer, "gone", new QueryFragment(0, Operation.Count));
        await using Ping ping = Start(builder => builder.UsePostgres(ConnectionString), set);

        await ping.Collector.CollectAsync(new Metric<long>(set, 0));
        Assert.All(_log.Lines, line => Assert.Equal(LogLevel.Debug, line.Level));

        await ping.Collector.CollectAsync(new Metric<long>(set, 1));
        Assert.StartsWith("Database 'main' (failed), metrics without a value: 1 (bad). 42P01: ", Assert.Single(_log.Of(LogLevel.Warning)), StringComparison.Ordinal);
    }

    private static TestSet Issues(params string[] keyPaths)
    {
        TestSet set = new();
        foreach (string keyPath in keyPaths)
        {
            AddMetric(set, keyPath, ValueShape.Integer, "issues", new QueryFragment(0, Operation.Count));
        }

        return set;
    }

    private Ping Start(Action<ServicePingBuilder> configure, MetricSet set) => Ping.Of(
        builder =>
        {
            configure(builder);
            builder.Configure(options => options.ResumeWithin = TimeSpan.Zero)
                .Services.AddSingleton<ILogger<ServicePingCollector>>(_log);
        },
        set);
}
