using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Plans;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>What is not permitted is not computed, and what is permitted has the value that it has in a whole ping.</summary>
[Collection(nameof(RedisServer))]
public sealed class PermittedReportTests(PostgresServer postgres, RedisServer redis) : DatabaseTest(postgres)
{
    private const int Rounds = 25;

    [Fact]
    public async Task No_statement_key_fact_or_question_serves_a_metric_that_is_not_permitted()
    {
        using RecordedStatements statements = new(ConnectionString);
        using RedisMonitor monitor = await RedisMonitor.StartAsync(redis.Server.Port, redis.Connection);
        await redis.Database.StringSetAsync(
            [.. Enumerable.Range(0, 40).Select(i => KeyValuePair.Create<RedisKey, RedisValue>($"key{i}", 100 + i))]);
        Random random = new(1113);
        for (int round = 0; round < Rounds; round++)
        {
            RandomProgram program = new(random);
            await using Ping ping = Ping.Of(
                builder =>
                {
                    builder.Services.Replace(ServiceDescriptor.Singleton(program.Catalogue));
                    builder.UsePostgres(statements.Source).UseRedis(redis.Connection).Configure(options =>
                    {
                        options.IsFeatureEnabled = program.IsFeatureEnabled;
                        options.ResumeWithin = TimeSpan.FromHours(random.Next(2));
                        options.PauseRatio = 0;
                    });
                },
                program.Set);
            ServicePingReports reports = ping.Services.GetRequiredService<ServicePingReports>();
            SortedDictionary<string, string> whole = PayloadLeaves.Of((await ping.CollectAsync()).Json);
            await SeenAsync();

            QueriesReport queries = reports.Queries(program.Permissions);
            Assert.Equal(program.PermittedKeyPaths.Order(StringComparer.Ordinal), Queries(queries));
            Assert.Equal(new Marks("", "", "", ""), await SeenAsync());

            ServicePingPayload without = await reports.NonSqlValuesAsync(program.Permissions);
            Assert.Equal(Shown(keyPath => program.IsSql(keyPath) ? "-3" : whole[keyPath]), Values(without));
            Assert.Equal(Expected(withSql: false), await SeenAsync(silent: true));

            ServicePingPayload all = await reports.AllValuesAsync(program.Permissions);
            Assert.Equal(Shown(keyPath => whole[keyPath]), Values(all));
            Assert.Equal(Expected(withSql: true), await SeenAsync());

            IEnumerable<string> Shown(Func<string, string> value) =>
                program.Shown.Order(StringComparer.Ordinal).Select(keyPath => $"{keyPath} {value(keyPath)}");

            Marks Expected(bool withSql) => new(
                Text(withSql ? program.Database(withSql) : []),
                Text(program.Counters(withSql)),
                Text(program.Facts(withSql)),
                Text(program.Flags));

            async Task<Marks> SeenAsync(bool silent = false)
            {
                string sql = statements.Take();
                Assert.True(!silent || sql.Length == 0, sql);
                Marks seen = new(
                    Text(RandomProgram.InSql(sql)),
                    Text(RandomProgram.InKeys(await monitor.TakeAsync())),
                    Text(program.Called),
                    Text(program.Asked));
                program.Called.Clear();
                program.Asked.Clear();
                return seen;
            }
        }
    }

    [Fact]
    public async Task An_object_whose_metrics_are_all_left_out_is_absent()
    {
        TestSet set = new();
        set.AddFact("a.b.c", () => MetricValue.From("c"));
        set.AddFact("a.b.d", () => MetricValue.From("d"));
        set.AddFact("a.e", () => MetricValue.From("e"));
        set.AddFact("f", () => MetricValue.From("f"));
        await using Ping ping = Ping.Of(_ => { }, set);

        async Task<string> WithoutAsync(params string[] keyPaths) =>
            (await ping.Collector.CollectAsync(PingPermissions.Everything with { LeftOutKeyPaths = keyPaths })).ToString();

        Assert.Equal("""{"a":{"e":"e"},"f":"f"}""", await WithoutAsync("a.b.c", "a.b.d"));
        Assert.Equal("""{"a":{"b":{"d":"d"}},"f":"f"}""", await WithoutAsync("a.b.c", "a.e"));
        Assert.Equal("""{"f":"f"}""", await WithoutAsync("a.b.c", "a.b.d", "a.e"));
        Assert.Equal("{}", await WithoutAsync("a.b.c", "a.b.d", "a.e", "f"));
    }

    [Fact]
    public async Task What_is_not_permitted_is_in_the_report_with_the_reason_and_not_in_what_leaves()
    {
        TestSet set = new();
        set.AddFact("secret", () => throw new InvalidOperationException("It is called."));
        set.AddFact("shown", () => MetricValue.From("x"));
        await using Ping ping = Ping.Of(_ => { }, set);

        ServicePingPayload payload = await ping.Collector.CollectAsync(PingPermissions.Everything with { LeftOutKeyPaths = ["secret"] });

        Assert.Equal(
            [("secret", ReadingStatus.NotPermitted, "The metric is left out by its key path."), ("shown", ReadingStatus.Ok, null)],
            payload.Metrics.Select(metric => (metric.KeyPath, metric.Status, metric.Message)));
        Assert.Equal(1, payload.Statistics.MetricsByStatus[ReadingStatus.NotPermitted]);
        Assert.Contains("\"status\":\"not_permitted\",\"value\":null", payload.ToReport().ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"shown":"x"}""", payload.ToString());
        Assert.DoesNotContain("secret", payload.ToMetadata().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_everything_is_permitted_the_report_is_the_ping_byte_for_byte()
    {
        RandomProgram program = new(new Random(7));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).UseRedis(redis.Connection).Configure(options => options.PauseRatio = 0), program.Set);

        ServicePingPayload report = await ping.Services.GetRequiredService<ServicePingReports>().AllValuesAsync(PingPermissions.Everything);

        Assert.Equal((await ping.CollectAsync()).Json.ToArray(), report.Json.ToArray());
        Assert.DoesNotContain(report.Metrics, metric => metric.Status is ReadingStatus.NotPermitted or ReadingStatus.NotQueried);
    }

    [Fact]
    public async Task An_owner_that_is_left_out_takes_all_of_its_metrics_along()
    {
        TestSet set = new();
        set.AddFact("own", () => MetricValue.From("x"));
        await using Ping ping = Ping.Of(StandardMetricSet.Instance, _ => { }, set);
        ServicePingReports reports = ping.Services.GetRequiredService<ServicePingReports>();

        ServicePingPayload payload = await reports.AllValuesAsync(new PingPermissions { LeftOutOwners = ["service_ping"] });

        Assert.Equal("""{"own":"x"}""", payload.ToString());
        Assert.Equal("The owner 'service_ping' is left out.", payload.Metrics.Single(metric => metric.KeyPath == "uuid").Message);
    }

    [Fact]
    public async Task A_name_that_leaves_nothing_out_is_said()
    {
        List<string> lines = [];
        TestSet set = new();
        set.AddFact("own", () => MetricValue.From("x"));
        await using Ping ping = Ping.Of(
            StandardMetricSet.Instance,
            builder => builder.Services.AddSingleton<ILogger<ServicePingCollector>>(new ListLogger<ServicePingCollector>(lines)),
            set);
        PingPermissions permissions = new() { LeftOutKeyPaths = ["uuid", "uiid"], LeftOutOwners = ["service_ping", "planing"] };
        string[] unmatched =
        [
            "No metric of the program has the key path 'uiid', which is left out.",
            "No metric of the program has the owner 'planing', who is left out.",
        ];

        Assert.Equal(unmatched, ping.Services.GetRequiredService<ServicePingReports>().Unmatched(permissions));
        await ping.Collector.CollectAsync(permissions);
        Assert.Equal(
            unmatched.Select(one => $"{one} Compare the name with the definitions: it leaves nothing out."),
            lines.Where(line => line.StartsWith("No metric", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_collection_goes_on_only_with_one_of_the_same_permissions()
    {
        TestSet set = new();
        AddMetric(set, "issues", ValueShape.Integer, "issues", new(0, Operation.Count));
        AddMetric(set, "waits", ValueShape.Integer, "projects", new(0, Operation.Count) { Filter = AtBarrier });
        set.AddFact("version", () => MetricValue.From("1"));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.MaxConnections = 1;
                options.StatementTimeout = options.LockTimeout = TimeSpan.FromMinutes(2);
                options.PauseRatio = 0;
            }),
            set);
        PingPermissions narrow = new() { LeftOutKeyPaths = ["version"] };
        using CancellationTokenSource end = new();
        await LowerBarrierAsync();
        Task<ServicePingPayload> interrupted = ping.Collector.CollectAsync(narrow, cancellationToken: end.Token);
        await WaitAtBarrierAsync();
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => interrupted.WaitAsync(Patience));
        await RaiseBarrierAsync();
        ping.Clock.Advance(TimeSpan.FromMinutes(5));

        ServicePingPayload other = await ping.CollectAsync();
        ServicePingPayload same = await ping.Collector.CollectAsync(narrow);

        Assert.Equal((false, Ping.RecordedAt.AddMinutes(5)), (other.Statistics.IsResumed, other.RecordedAt));
        Assert.Equal((true, Ping.RecordedAt), (same.Statistics.IsResumed, same.RecordedAt));
    }

    private static string Text(IEnumerable<int> slots) => string.Join(' ', slots.Order());

    private static IEnumerable<string> Values(ServicePingPayload payload) =>
        PayloadLeaves.Of(payload.Json).Select(leaf => $"{leaf.Key} {leaf.Value}");

    /// <summary>The key paths of a report of queries, whose values may be objects.</summary>
    private static IEnumerable<string> Queries(QueriesReport report) => PayloadLeaves.Of(report.Json).Keys
        .Select(path => path.EndsWith("_block", StringComparison.Ordinal) || path.EndsWith("_counter", StringComparison.Ordinal)
            ? path[..path.LastIndexOf('.')]
            : path);

    /// <summary>Where metrics have left marks: their slots.</summary>
    private sealed record Marks(string Database, string Redis, string Facts, string Flags);
}
