using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Hosting;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>No option is accepted and does nothing: each has a case here, and one that has none fails.</summary>
public sealed class OptionsActTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private readonly ScriptedStore _store = new();

    /// <summary>Those of Prometheus act in PrometheusFaultTests and PrometheusValueTests, the token of a site in SiteClusterTests.</summary>
    public static TheoryData<string> Properties =>
        [.. OptionName.All.Where(name => !name.Key.StartsWith("Prometheus:", StringComparison.Ordinal) && name.Key != "Sites:Token").Select(name => name.Key)];

    [Theory]
    [MemberData(nameof(Properties))]
    public Task Every_option_acts(string name) => name switch
    {
        nameof(ServicePingOptions.Uuid) => SaysAsync(options => options.Uuid = "spoken", "uuid"),
        nameof(ServicePingOptions.Hostname) => SaysAsync(options => options.Hostname = "spoken", "hostname"),
        nameof(ServicePingOptions.Version) => SaysAsync(options => options.Version = "spoken", "version"),
        nameof(ServicePingOptions.Edition) => SaysAsync(options => options.Edition = "spoken", "edition"),
        nameof(ServicePingOptions.InstallationType) => SaysAsync(options => options.InstallationType = "spoken", "installation_type"),
        nameof(ServicePingOptions.FlushInterval) => FlushIntervalAsync(),
        nameof(ServicePingOptions.ShutdownTimeout) => ShutdownTimeoutAsync(),
        nameof(ServicePingOptions.TrackingMemory) => TracksAsync(options => options.TrackingMemory = 2_000, statistics => statistics.Dropped > 0),
        nameof(ServicePingOptions.MaxLabels) => LabelsAsync(options => options.MaxLabels = 2),
        nameof(ServicePingOptions.MaxLabelLength) => LabelsAsync(options => options.MaxLabelLength = 2),
        nameof(ServicePingOptions.TrackEvents) => TracksAsync(options => options.TrackEvents = false, statistics => statistics.Tracked == 0),
        nameof(ServicePingOptions.DoNotTrack) => TracksAsync(options => options.DoNotTrack = () => true, statistics => statistics.Tracked == 0),
        nameof(ServicePingOptions.IsEventEnabled) =>
            TracksAsync(options => options.IsEventEnabled = name => name != "e", statistics => statistics.Tracked == 0),
        nameof(ServicePingOptions.IsFeatureEnabled) => FeatureAsync(),
        nameof(ServicePingOptions.WriteThrough) => WriteThroughAsync(),
        nameof(ServicePingOptions.SpoolFolder) or nameof(ServicePingOptions.SpoolInterval) or nameof(ServicePingOptions.SpoolToDisk) => SpoolAsync(),
        nameof(ServicePingOptions.StatementTarget) => StatementTargetAsync(),
        nameof(ServicePingOptions.StatementTimeout) => SettingAsync("statement_timeout", "7s", options => options.StatementTimeout = TimeSpan.FromSeconds(7)),
        nameof(ServicePingOptions.LockTimeout) => SettingAsync("lock_timeout", "7s", options => options.LockTimeout = TimeSpan.FromSeconds(7)),
        nameof(ServicePingOptions.MaxConnections) => MaxConnectionsAsync(),
        nameof(ServicePingOptions.ReconnectFor) => ReconnectForAsync(),
        nameof(ServicePingOptions.PauseRatio) => PauseRatioAsync(),
        nameof(ServicePingOptions.SnapshotLimit) => SnapshotLimitAsync(),
        nameof(ServicePingOptions.StatementBudget) => GivesUpAsync(options => options.StatementBudget = TimeSpan.FromMilliseconds(1), "StatementBudget"),
        nameof(ServicePingOptions.MetricMemory) => GivesUpAsync(options => options.MetricMemory = 1_024, "MetricMemory"),
        nameof(ServicePingOptions.ResumeWithin) => ResumeWithinAsync(),
        nameof(ServicePingOptions.CounterTimeout) => CounterTimeoutAsync(),
        nameof(ServicePingOptions.FactTimeout) => FactTimeoutAsync(),
        nameof(ServicePingOptions.EventContexts) => EventContextsAsync(),
        nameof(ServicePingOptions.HashCounters) => HashCountersAsync(),
        nameof(ServicePingOptions.Enabled) => DecidesAsync(options => options.Enabled = false, now => !now.IsEnabled),
        nameof(ServicePingOptions.GenerationEnabled) =>
            DecidesAsync(options => options.GenerationEnabled = false, now => !now.IsGenerationEnabled),
        nameof(ServicePingOptions.IncludeStandardMetrics) =>
            LeavesOutAsync(options => options.IncludeStandardMetrics = false, DataCategory.Standard),
        nameof(ServicePingOptions.IncludeSubscriptionMetrics) =>
            LeavesOutAsync(options => options.IncludeSubscriptionMetrics = false, DataCategory.Subscription),
        nameof(ServicePingOptions.IncludeOperationalMetrics) =>
            LeavesOutAsync(options => options.IncludeOperationalMetrics = false, DataCategory.Operational),
        nameof(ServicePingOptions.IncludeOptionalMetrics) =>
            LeavesOutAsync(options => options.IncludeOptionalMetrics = false, DataCategory.Optional),
        nameof(ServicePingOptions.LeftOutMetrics) =>
            DecidesAsync(options => options.LeftOutMetrics.Add("a"), now => now.Permissions.LeftOutKeyPaths.Contains("a")),
        nameof(ServicePingOptions.LeftOutOwners) =>
            DecidesAsync(options => options.LeftOutOwners.Add("a"), now => now.Permissions.LeftOutOwners.Contains("a")),
        nameof(ServicePingOptions.RegistrationFeaturesEnabled) =>
            DecidesAsync(options => options.RegistrationFeaturesEnabled = true, now => now.AreRegistrationFeaturesUnlocked),
        nameof(ServicePingOptions.RegistrationFeatures) => RegistrationFeaturesAsync(),
        nameof(ServicePingOptions.Receiver) =>
            DecidesAsync(options => options.Receiver = "https://example.com", now => now.Receiver?.Host == "example.com"),
        nameof(ServicePingOptions.Schedule) => DecidesAsync(
            options => options.Schedule = "Friday 13:17", now => now.Schedule == new WeeklyTime(DayOfWeek.Friday, new TimeOnly(13, 17))),
        nameof(ServicePingOptions.NoticePeriod) => NoticePeriodAsync(),
        nameof(ServicePingOptions.Proxy) => ProxyAsync(),
        nameof(ServicePingOptions.CertificateAuthorities) => CertificateAuthoritiesAsync(),
        nameof(ServicePingOptions.ReceiverKeys) => ReceiverKeysAsync(),
        nameof(ServicePingOptions.RetentionWeeks) => RetentionAsync(),
        _ when name.StartsWith("Forwarding:", StringComparison.Ordinal) || name.StartsWith("Snowplow:", StringComparison.Ordinal) =>
            ForwardingOptionTests.ActsAsync(name),
        _ when name.StartsWith("Sites:", StringComparison.Ordinal) => SiteOptionTests.ActsAsync(name),
        _ => throw new NotSupportedException($"{name} has no case: add one that fails where the option is ignored."),
    };

    private static async Task SaysAsync(Action<ServicePingOptions> set, string keyPath)
    {
        await using Ping ping = Ping.Of(StandardMetricSet.Instance, builder => builder.Configure(set));
        Assert.Contains($"\"{keyPath}\":\"spoken\"", (await ping.CollectAsync()).ToString(), StringComparison.Ordinal);
        await using Ping other = Ping.Of(StandardMetricSet.Instance, _ => { });
        Assert.DoesNotContain("spoken", (await other.CollectAsync()).ToString(), StringComparison.Ordinal);
    }

    private Task LeavesOutAsync(Action<ServicePingOptions> set, DataCategory category) =>
        DecidesAsync(set, now => !now.Permissions.Categories.Contains(category));

    /// <summary>By default, it is not so.</summary>
    private async Task DecidesAsync(Action<ServicePingOptions> set, Predicate<PingSettings> isSo)
    {
        await using Ping other = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(options => options.Variable = _ => null));
        Assert.False(isSo(await other.Services.GetRequiredService<ServicePingSettings>().RefreshAsync()));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.Variable = _ => null).Configure(set));
        Assert.True(isSo(await ping.Services.GetRequiredService<ServicePingSettings>().RefreshAsync()));
    }

    private async Task RegistrationFeaturesAsync()
    {
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(options =>
        {
            options.Variable = _ => null;
            options.RegistrationFeaturesEnabled = true;
            options.RegistrationFeatures.Add("wiki");
        }));
        await ping.Services.GetRequiredService<ServicePingSettings>().RefreshAsync();
        IRegistrationFeatures features = ping.Services.GetRequiredService<IRegistrationFeatures>();
        Assert.True(features.IsUnlocked("wiki"));
        Assert.False(features.IsUnlocked("boards"));
    }

    private async Task NoticePeriodAsync()
    {
        Assert.False(await MaySendAsync(_ => { }));
        Assert.True(await MaySendAsync(options => options.NoticePeriod = TimeSpan.Zero));

        async Task<bool> MaySendAsync(Action<ServicePingOptions> set)
        {
            await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.Variable = _ => null;
                options.Receiver = "https://example.com";
                set(options);
            }));
            return (await ping.Services.GetRequiredService<ServicePingSettings>().MaySendAsync()).IsAllowed;
        }
    }

    private async Task ProxyAsync()
    {
        Assert.Equal(1, await CountAsync(_ => { }));
        Assert.Equal(2, await CountAsync(options => options.Proxy = "http://proxy.example.com:3128"));

        async Task<int> CountAsync(Action<ServicePingOptions> set)
        {
            await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.EnvironmentProxy = () => new System.Net.WebProxy();
                options.Receiver = "https://example.com";
                set(options);
            }));
            return (await ping.Services.GetRequiredService<ServicePingEgress>().ListAsync()).Count;
        }
    }

    /// <summary>What cannot be read is not sent with; the tests of delivery have the rest.</summary>
    private async Task CertificateAuthoritiesAsync()
    {
        Assert.Equal(EgressOutcomes.NoConnection, await OutcomeAsync(_ => { }));
        Assert.Equal(EgressOutcomes.NoCertificates, await OutcomeAsync(options => options.CertificateAuthorities = "/absent.pem"));

        async Task<string> OutcomeAsync(Action<ServicePingOptions> set)
        {
            await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(set));
            return (await ping.Services.GetRequiredService<EgressGate>().PostAsync(
                EgressPurpose.Erase, new Uri("https://localhost:1/erase"), "{}"u8.ToArray(), [], default)).Outcome;
        }
    }

    /// <summary>Whether a receiver that signs nothing has the ping.</summary>
    private async Task ReceiverKeysAsync()
    {
        using SigningReceiver signer = new();
        Assert.Equal("sent", await StateAsync(_ => { }));
        Assert.Equal("sending", await StateAsync(options => options.ReceiverKeys.Add(signer.PublicKey)));

        async Task<string> StateAsync(Action<ServicePingOptions> set)
        {
            using PingReceiver receiver = new();
            await using Ping ping = Ping.Of(StandardMetricSet.Instance, builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                (options.Uuid, options.Receiver, options.NoticePeriod) = ("u-1", receiver.Address, TimeSpan.Zero);
                options.Variable = _ => null;
                set(options);
            }));
            return (await ping.Services.GetRequiredService<IPingHistory>().SendNowAsync("ada")).State;
        }
    }

    /// <summary>What is old goes with the end of the next cycle.</summary>
    private static async Task RetentionAsync()
    {
        Assert.Equal(2, await CyclesAsync(52));
        Assert.Equal(1, await CyclesAsync(1));

        static async Task<int> CyclesAsync(int weeks)
        {
            string folder = Directory.CreateTempSubdirectory("retention").FullName;
            await using Ping ping = Ping.Of(builder => builder.KeepIn(folder).Configure(options =>
            {
                options.Variable = _ => null;
                options.RetentionWeeks = weeks;
            }));
            IPingHistory history = ping.Services.GetRequiredService<IPingHistory>();
            await history.SendNowAsync("ada");
            ping.Clock.Advance(TimeSpan.FromDays(15));
            await history.SendNowAsync("ada");
            int kept = (await history.CyclesAsync()).Count;
            Directory.Delete(folder, recursive: true);
            return kept;
        }
    }

    private async Task FlushIntervalAsync()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options => options.FlushInterval = TimeSpan.FromMinutes(7));
        await ping.Services.GetServices<IHostedService>().OfType<EventFlushing>().Single().StartAsync(default);
        tracked.Track(1, "x", 1);

        // The loop begins when the first event was tracked, on another thread.
        TimeSpan passed = TimeSpan.Zero;
        while (_store.Flushes.Count == 0 && passed < TimeSpan.FromHours(20))
        {
            ping.Clock.Advance(TimeSpan.FromSeconds(30));
            passed += TimeSpan.FromSeconds(30);
            await Task.Delay(1);
        }

        Assert.InRange(passed, TimeSpan.FromMinutes(7), TimeSpan.FromHours(19));
        await ping.DisposeAsync();
    }

    private async Task ShutdownTimeoutAsync()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(600));
        for (int attempt = 0; attempt < 1_000; attempt++)
        {
            _store.Answers.Enqueue(Answer.NotApplied);
        }

        tracked.Track(1, "x", 1);
        Stopwatch watch = Stopwatch.StartNew();
        await ping.DisposeAsync();

        // Not at once, and not for the five seconds that are the default.
        Assert.InRange(_store.Flushes.Count, 1, 10);
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(550));
    }

    /// <summary>By default, a thousand events of a thousand users are tracked and none is dropped.</summary>
    private static async Task TracksAsync(Action<ServicePingOptions> set, Predicate<TrackingStatistics> isSo)
    {
        Assert.False(isSo(await StatisticsAsync(_ => { })));
        Assert.True(isSo(await StatisticsAsync(set)));

        async Task<TrackingStatistics> StatisticsAsync(Action<ServicePingOptions> configure)
        {
            (Ping ping, TrackedEvent tracked) = EventSet.Start(new ScriptedStore(), configure);
            for (int user = 0; user < 1_000; user++)
            {
                tracked.Track(user, "x", 1);
            }

            await ping.Tracker.FlushAsync();
            TrackingStatistics statistics = ping.Tracker.Statistics;
            await ping.DisposeAsync();
            return statistics;
        }
    }

    /// <summary>By default, four labels of three letters are four labels.</summary>
    private static async Task LabelsAsync(Action<ServicePingOptions> set)
    {
        Assert.Equal(0, await OthersAsync(_ => { }));
        Assert.NotEqual(0, await OthersAsync(set));

        static async Task<long> OthersAsync(Action<ServicePingOptions> configure)
        {
            (Ping ping, TrackedEvent tracked) = EventSet.Start(new ScriptedStore(), configure);
            foreach (string label in (string[])["bug", "idea", "task", "wish"])
            {
                tracked.Track(1, label, 1);
            }

            await ping.Tracker.FlushAsync();
            long others = ping.Tracker.Statistics.Other;
            await ping.DisposeAsync();
            return others;
        }
    }

    private static async Task FeatureAsync()
    {
        KnownEvent known = new("g_x", EventAggregation.Weekly) { Slot = "x", Category = "c" };
        TestSet set = new() { KnownEventList = { known } };
        set.AddAggregate("x", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [known.Name], "flag");
        await using Ping off = Ping.Of(ping => ping.UseInProcessCounters().Configure(options => options.IsFeatureEnabled = flag => flag != "flag"), set);
        Assert.Equal("{}", (await off.CollectAsync()).ToString());
        await using Ping on = Ping.Of(ping => ping.UseInProcessCounters(), set);
        Assert.Equal("""{"x":0}""", (await on.CollectAsync()).ToString());
    }

    private async Task WriteThroughAsync()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options => options.WriteThrough = true);
        tracked.Track(1, "x", 1);
        Assert.True(await Task.Run(() => SpinWait.SpinUntil(() => ping.Tracker.Statistics.Flushes == 1, TimeSpan.FromSeconds(60))));
        await ping.DisposeAsync();
    }

    private async Task SpoolAsync()
    {
        string folder = Directory.CreateTempSubdirectory("spool").FullName;
        (Ping ping, TrackedEvent tracked) = EventSet.Start(
            _store, options => (options.SpoolFolder, options.SpoolInterval, options.SpoolToDisk) = (folder, TimeSpan.FromMinutes(7), true));
        tracked.Track(1, "x", 1);
        ping.Clock.Advance(TimeSpan.FromMinutes(6.9));
        Assert.Empty(Directory.GetFiles(folder));
        ping.Clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Single(Directory.GetFiles(folder));
        await ping.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StatementTargetAsync()
    {
        int narrow = await StatementsAsync(TimeSpan.FromMilliseconds(1));
        int wide = await StatementsAsync(TimeSpan.FromSeconds(15));
        Assert.True(narrow > wide, $"{narrow} statements of a target of a millisecond, {wide} of one of 15 s.");

        async Task<int> StatementsAsync(TimeSpan target)
        {
            // Rows take their time, so that it is width, and nothing fixed, that statements spend it on.
            QueryFragment slow = new(0, Operation.Count) { Filter = "issues.id % 20 > 0 OR pg_sleep(0.005) IS NOT NULL" };
            ServicePingPayload payload = await CollectAsync(
                options => (options.StatementTarget, options.SlicePages, options.PauseRatio) = (target, (4, long.MaxValue), 0), slow, "issues");
            return payload.Statistics.Statements;
        }
    }

    private async Task SettingAsync(string setting, string value, Action<ServicePingOptions> set)
    {
        QueryFragment fragment = new(0, Operation.Count) { Filter = $"current_setting('{setting}') = '{value}'" };
        Assert.Equal("""{"value":200}""", (await CollectAsync(set, fragment)).ToString());
        Assert.Equal("""{"value":0}""", (await CollectAsync(_ => { }, fragment)).ToString());
    }

    private async Task MaxConnectionsAsync()
    {
        Assert.Equal(1, await ConnectionsAsync(1));
        Assert.True(await ConnectionsAsync(4) > 1);

        async Task<int> ConnectionsAsync(int most)
        {
            TestSet set = new();

            // So slow that one connection cannot have read all before another is there.
            AddMetric(set, "value", ValueShape.Json, "issues", new(0, Operation.Count)
            {
                GroupBy = ["pg_backend_pid() + 0 * issues.id"], Filter = "issues.id % 1000 > 0 OR pg_sleep(0.2) IS NOT NULL",
            });
            await using Ping ping = Ping.Of(
                builder => builder.UsePostgres(ConnectionString).Configure(
                    options => (options.MaxConnections, options.SlicePages, options.PauseRatio) = (most, (3, 3), 0)),
                set);
            return (await ping.ReadAsync("value")).Value.ToJson().EnumerateObject().Count();
        }
    }

    private static async Task ReconnectForAsync()
    {
        TestSet set = new();
        AddMetric(set, "value", ValueShape.Integer, "projects", new(0, Operation.Count));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres("Host=127.0.0.1;Port=1").Configure(options => options.ReconnectFor = TimeSpan.Zero), set);
        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(ReadingStatus.Unavailable, payload.Metrics[0].Status);
        Assert.True(payload.Statistics.Elapsed < TimeSpan.FromSeconds(9), "The default is ten seconds.");
    }

    private async Task PauseRatioAsync()
    {
        ServicePingPayload slow = await CollectAsync(
            options => (options.PauseRatio, options.MaxConnections, options.SlicePages) = (20, 1, (20, 20)));
        TimeSpan worked = slow.Statistics.SentStatements.Aggregate(TimeSpan.Zero, (sum, statement) => sum + statement.Elapsed);
        Assert.True(slow.Statistics.Elapsed > worked * 2, $"{slow.Statistics.Elapsed} in all, {worked} of it in statements.");
    }

    private async Task SnapshotLimitAsync()
    {
        Assert.Equal(2, await MomentsAsync(TimeSpan.Zero));
        Assert.Equal(1, await MomentsAsync(TimeSpan.FromMinutes(5)));

        async Task<int> MomentsAsync(TimeSpan limit)
        {
            TestSet set = new();
            AddMetric(set, "issues", ValueShape.Integer, "issues", new(0, Operation.Count));
            AddMetric(set, "projects", ValueShape.Integer, "projects", new(0, Operation.Count));
            await using Ping ping = Ping.Of(
                builder => builder.UsePostgres(ConnectionString).Configure(options => options.SnapshotLimit = limit), set);
            return (await ping.CollectAsync()).Statistics.Moments.Count;
        }
    }

    /// <summary>Different titles of many issues, which takes a while and some memory.</summary>
    private async Task GivesUpAsync(Action<ServicePingOptions> set, string message)
    {
        TestSet metrics = new();
        AddMetric(metrics, "titles", ValueShape.Integer, "issues", new(0, Operation.DistinctCount)
        {
            Columns = ["issues.id::text"],
            Filter = "issues.id > 50 OR pg_sleep(0.001) IS NOT NULL",
        });
        await using Ping other = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(Narrow), metrics);
        Assert.Equal(ReadingStatus.Ok, Assert.Single((await other.CollectAsync()).Metrics).Status);
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(Narrow).Configure(set), metrics);
        Assert.Contains(message, Assert.Single((await ping.CollectAsync()).Metrics).Message, StringComparison.Ordinal);

        static void Narrow(ServicePingOptions options) => options.SlicePages = (10, 10);
    }

    private async Task ResumeWithinAsync()
    {
        Assert.Equal("ResumeWithin is zero.", (await CollectAsync(options => options.ResumeWithin = TimeSpan.Zero)).Statistics.ResumeHindrance);
        Assert.Null((await CollectAsync(_ => { })).Statistics.ResumeHindrance);
    }

    private async Task CounterTimeoutAsync()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options => options.CounterTimeout = TimeSpan.FromMilliseconds(50));
        _store.Answers.Enqueue(Answer.HangsThenApplied);
        tracked.Track(1, "x", 1);
        await ping.Tracker.FlushAsync();

        Assert.Contains("0.05 s", ping.Tracker.Statistics.LastError, StringComparison.Ordinal);
        _store.Recovered.SetResult();
        await ping.DisposeAsync();
    }

    private static async Task FactTimeoutAsync()
    {
        TestSet set = new();
        set.FactPlans.Add(new FactPlan(set.Add("fact", ValueShape.Text), "SlowMetric", "{}", async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return MetricValue.Null;
        }));
        await using Ping ping = Ping.Of(builder => builder.Configure(options => options.FactTimeout = TimeSpan.FromMilliseconds(50)), set);

        Assert.Equal(ReadingStatus.TimedOut, (await ping.ReadAsync("fact")).Status);
    }

    private static async Task EventContextsAsync()
    {
        KnownEvent known = new("g_x", EventAggregation.Weekly) { Slot = "x", Category = "c" };
        await using Ping ping = Ping.Of(builder => builder.UseInProcessCounters().Configure(options => options.EventContexts.Add("gold")));
        KnownEventReader reader = ping.Services.GetRequiredService<KnownEventReader>();

        Assert.Equal(ReadingStatus.Ok, (await reader.CountUniqueAsync([known], new(2026, 10, 24), new(2026, 11, 21), "gold")).Status);
        await Assert.ThrowsAsync<KnownEventException>(() => reader.CountUniqueAsync([known], new(2026, 10, 24), new(2026, 11, 21), "iron"));
    }

    private static async Task HashCountersAsync()
    {
        await using Ping ping = Ping.Of(builder => builder.UseInProcessCounters().Configure(options => options.HashCounters.Add("PODS")));

        Assert.True(ping.Tracker.Counters.IncrementField("PODS", 1).IsTracked);
        Assert.False(ping.Tracker.Counters.IncrementField("LOGS", 1).IsTracked);
    }

    /// <summary>Collects one number of the table issues, or of projects where a fragment is given.</summary>
    private async Task<ServicePingPayload> CollectAsync(
        Action<ServicePingOptions> set, QueryFragment? fragment = null, string table = "projects")
    {
        TestSet metrics = new();
        AddMetric(metrics, "value", ValueShape.Integer, fragment is null ? "issues" : table, fragment ?? new(0, Operation.Count));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(set), metrics);
        return await ping.CollectAsync();
    }
}
