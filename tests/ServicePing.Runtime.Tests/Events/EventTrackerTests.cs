using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServicePing.Runtime.Hosting;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>What is tracked arrives in a real Redis: under the right key, in the right week, once.</summary>
public sealed class EventTrackerTests : RedisTest
{
    private const string Suffix = "-2026-47";

    private static readonly EventPlan Authenticate = new("authenticate_passkey", ["user", "status", "value"],
    [
        new(CounterKind.Total, "{event_counters}_authenticate_passkey", IsWeekly: false),
        new(CounterKind.Total, "{event_counters}_authenticate_passkey", IsWeekly: true),
        new(CounterKind.Total, "{event_counters}_authenticate_passkey-filter:[status:attempt]", IsWeekly: true, Filter: [new(1, "attempt")]),
        new(CounterKind.Unique, "{hll_counters}_authenticate_passkey-user", IsWeekly: true, Argument: 0),
        new(CounterKind.Sum, "{event_sums}_authenticate_passkey-operator:sum(value)", IsWeekly: false, Argument: 2),
        new(CounterKind.UniqueTotals, "{hll_counters}_authenticate_passkey-operator:total-status", IsWeekly: true, Argument: 1),
    ]);

    [Fact]
    public async Task One_call_moves_every_counter_whose_rule_applies()
    {
        TestSet set = new() { EventPlans = { Authenticate } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        TrackedEvent authenticate = ping.Tracker.EventsOf(set)[0];

        authenticate.Track(7, "attempt", 1.5);
        authenticate.Track(7, "attempt", 2);
        authenticate.Track(8, "success", EventValue.None);
        authenticate.Track(EventValue.None, EventValue.None, EventValue.None);
        authenticate.Track();
        await ping.Tracker.FlushAsync();

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["{event_counters}_authenticate_passkey"] = "5",
                ["{event_counters}_authenticate_passkey" + Suffix] = "5",
                ["{event_counters}_authenticate_passkey-filter:[status:attempt]" + Suffix] = "2",
                ["{hll_counters}_authenticate_passkey-user" + Suffix] = "2",
                ["{event_sums}_authenticate_passkey-operator:sum(value)"] = "3.5",
                ["{hll_counters}_authenticate_passkey-operator:total-status" + Suffix] = "attempt=2 success=1",
            },
            await KeysAsync());
        Assert.Null(await Plain.KeyTimeToLiveAsync("{event_counters}_authenticate_passkey"));
        TimeSpan? weekly = await Plain.KeyTimeToLiveAsync("{hll_counters}_authenticate_passkey-user" + Suffix);
        Assert.InRange(weekly!.Value, TimeSpan.FromDays(42) - TimeSpan.FromMinutes(1), TimeSpan.FromDays(42));
    }

    [Fact]
    public async Task Filters_are_strict_about_types()
    {
        EventPlan plan = new("e", ["x"],
        [
            new(CounterKind.Total, "text", IsWeekly: false, Filter: [new(0, "1")]),
            new(CounterKind.Total, "number", IsWeekly: false, Filter: [new(0, 1)]),
        ]);
        TestSet set = new() { EventPlans = { plan } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];

        tracked.Track("1");
        tracked.Track(1);
        tracked.Track(1.0);
        await ping.Tracker.FlushAsync();

        Assert.Equal("number=2 text=1", string.Join(' ', (await KeysAsync()).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public async Task A_list_counts_an_event_once_and_a_range_takes_its_ends()
    {
        EventPlan plan = new("e", ["user", "label", "value"],
        [
            new(CounterKind.Total, "list", IsWeekly: false, Filter: [new(1, "bug"), new(1, "idea")]),
            new(CounterKind.Unique, "{hll_counters}_people", IsWeekly: true, Argument: 0, Filter: [new(1, "bug"), new(1, "idea")]),
            new(CounterKind.Total, "range", IsWeekly: false, Filter: [new(2, 10, 12.5)]),
            new(CounterKind.Total, "least", IsWeekly: false, Filter: [new(2, 10, EventValue.None)]),
            new(CounterKind.Total, "most", IsWeekly: false, Filter: [new(2, EventValue.None, 10)]),
            new(CounterKind.Total, "either", IsWeekly: false, Filter: [new(1, "bug"), new(1, "idea"), new(2, 3), new(2, 10, 20)]),
        ]);
        TestSet set = new() { EventPlans = { plan } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];

        tracked.Track(1, "bug", 10);
        tracked.Track(1, "idea", 12.5);
        tracked.Track(2, "task", 12.6);
        tracked.Track(2, "bug", 9.99);
        tracked.Track(3, "idea", 3.0);
        tracked.Track(4, "10", "11");
        tracked.Track(5, EventValue.None, double.NaN);
        tracked.Track(6);
        await ping.Tracker.FlushAsync();

        Assert.Equal(
            "either=3 least=3 list=4 most=3 range=2 {hll_counters}_people-2026-47=3",
            string.Join(' ', (await KeysAsync()).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public async Task An_event_belongs_to_the_week_in_which_it_was_tracked_also_when_it_is_flushed_after_midnight()
    {
        TestSet set = new() { EventPlans = { new("e", ["user"],
        [
            new(CounterKind.Total, "weekly", IsWeekly: true),
            new(CounterKind.Total, "ever", IsWeekly: false),
            new(CounterKind.Unique, "{hll_counters}_e-user", IsWeekly: true, Argument: 0),
        ]) } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];

        ping.Clock.Set(new DateTimeOffset(2027, 1, 3, 23, 59, 59, 999, TimeSpan.Zero));
        tracked.Track(1);
        tracked.Track(2);
        ping.Clock.Set(new DateTimeOffset(2027, 1, 4, 0, 0, 0, TimeSpan.Zero));
        tracked.Track(1);
        await ping.Tracker.FlushAsync();

        Assert.Equal(
            "ever=3 weekly-2026-53=2 weekly-2027-01=1 {hll_counters}_e-user-2026-53=2 {hll_counters}_e-user-2027-01=1",
            string.Join(' ', (await KeysAsync()).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public async Task An_outage_between_flushes_loses_and_doubles_nothing()
    {
        TestSet set = new() { EventPlans = { Authenticate } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        TrackedEvent authenticate = ping.Tracker.EventsOf(set)[0];

        for (int i = 0; i < 100; i++)
        {
            authenticate.Track(i, "attempt", 0.5);
        }

        await ping.Tracker.FlushAsync();
        await Server.KillAsync();
        for (int i = 100; i < 200; i++)
        {
            authenticate.Track(i, "attempt", 0.5);
        }

        await ping.Tracker.FlushAsync();
        await ping.Tracker.FlushAsync();
        authenticate.Track(200, "success", 0.5);
        await Server.RestartAsync();
        await ConnectAsync();
        for (int attempt = 0; attempt < 100 && (string?)await Plain.StringGetAsync("{event_counters}_authenticate_passkey") != "201"; attempt++)
        {
            await ping.Tracker.FlushAsync();
            await Task.Delay(50);
        }

        SortedDictionary<string, string> keys = await KeysAsync();
        Assert.Equal("201", keys["{event_counters}_authenticate_passkey"]);
        Assert.Equal("201", keys["{event_counters}_authenticate_passkey" + Suffix]);
        Assert.Equal("100.5", keys["{event_sums}_authenticate_passkey-operator:sum(value)"]);
        Assert.Equal("attempt=200 success=1", keys["{hll_counters}_authenticate_passkey-operator:total-status" + Suffix]);
        Assert.InRange(long.Parse(keys["{hll_counters}_authenticate_passkey-user" + Suffix], System.Globalization.CultureInfo.InvariantCulture), 199, 203);
    }

    [Fact]
    public async Task A_store_that_hangs_gets_a_flush_once()
    {
        TestSet set = new() { EventPlans = { new("e", [], [new(CounterKind.Total, "e", IsWeekly: false)]) } };
        await using Ping ping = Ping.Of(
            builder => builder.UseRedis(Server.ConnectionString).Configure(options => options.CounterTimeout = TimeSpan.FromMilliseconds(200)), set);
        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];
        tracked.Track();
        await ping.Tracker.FlushAsync();

        await Server.PauseAsync();
        tracked.Track();
        await ping.Tracker.FlushAsync();
        tracked.Track();
        await ping.Tracker.FlushAsync();
        await Server.ResumeAsync();
        for (int attempt = 0; attempt < 100 && await Plain.StringGetAsync("e") != 3; attempt++)
        {
            await Task.Delay(20);
            await ping.Tracker.FlushAsync();
        }

        await ping.Tracker.FlushAsync();
        Assert.Equal(3, (int)await Plain.StringGetAsync("e"));
    }

    [Fact]
    public async Task A_key_that_holds_something_else_blocks_no_other()
    {
        TestSet set = new() { EventPlans = { new("e", [],
        [
            new(CounterKind.Total, "list", IsWeekly: false),
            new(CounterKind.Total, "count", IsWeekly: false),
        ]) } };
        await Plain.ListLeftPushAsync("list", "x");
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);

        ping.Tracker.EventsOf(set)[0].Track();
        await ping.Tracker.FlushAsync();
        await ping.Tracker.FlushAsync();

        Assert.Equal(1, (int)await Plain.StringGetAsync("count"));
    }

    [Fact]
    public async Task Sets_that_know_the_same_event_move_each_others_counters_once()
    {
        TestSet library = new()
        {
            SetName = "Library",
            EventPlans = { new("e", ["user"], [new(CounterKind.Total, "e", false), new(CounterKind.Unique, "{hll_counters}_e-user", true, 0)]) },
        };
        TestSet application = new()
        {
            SetName = "Application",
            EventPlans =
            {
                new("e", ["label", "user"],
                [
                    new(CounterKind.Total, "e", false),
                    new(CounterKind.Unique, "{hll_counters}_e-user", true, 1),
                    new(CounterKind.Total, "e-filter:[label:x]", false, Filter: [new(0, "x")]),
                ]),
            },
        };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), library, application);

        ping.Tracker.EventsOf(library)[0].Track(1);
        ping.Tracker.EventsOf(application)[0].Track("x", 2);
        await ping.Tracker.FlushAsync();

        Assert.Equal(
            $"e=2 e-filter:[label:x]=1 {{hll_counters}}_e-user{Suffix}=2",
            string.Join(' ', (await KeysAsync()).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public async Task Many_threads_lose_nothing()
    {
        TestSet set = new() { EventPlans = { Authenticate } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        TrackedEvent authenticate = ping.Tracker.EventsOf(set)[0];

        Task[] threads = [.. Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 25_000; i++)
            {
                authenticate.Track(i % 2_000, i % 2 == 0 ? "attempt" : "success", 0.25);
            }
        }))];
        while (!threads.All(thread => thread.IsCompleted))
        {
            await ping.Tracker.FlushAsync();
        }

        await Task.WhenAll(threads);
        await ping.Tracker.FlushAsync();

        SortedDictionary<string, string> keys = await KeysAsync();
        Assert.Equal("100000", keys["{event_counters}_authenticate_passkey"]);
        Assert.Equal("25000", keys["{event_sums}_authenticate_passkey-operator:sum(value)"]);
        Assert.Equal("attempt=50000 success=50000", keys["{hll_counters}_authenticate_passkey-operator:total-status" + Suffix]);
        Assert.InRange(long.Parse(keys["{hll_counters}_authenticate_passkey-user" + Suffix], System.Globalization.CultureInfo.InvariantCulture), 1_980, 2_020);
    }

    [Fact]
    public async Task Counting_events_allocates_nothing()
    {
        TestSet set = new() { EventPlans = { new("e", ["user"],
        [
            new(CounterKind.Total, "e", IsWeekly: false),
            new(CounterKind.Total, "e", IsWeekly: true),
        ]) } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];
        tracked.Track(1);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            tracked.Track(i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task The_host_flushes_at_the_interval_and_when_it_stops()
    {
        TestSet set = new() { EventPlans = { new("e", [], [new(CounterKind.Total, "e", IsWeekly: false)]) } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        EventFlushing hosted = Assert.Single(ping.Services.GetServices<IHostedService>().OfType<EventFlushing>());
        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];

        await hosted.StartAsync(default);
        tracked.Track();
        await PassSecondsUntilWrittenAsync(ping);

        Assert.Equal(1, (int)await Plain.StringGetAsync("e"));
        tracked.Track();
        await hosted.StoppedAsync(default);
        Assert.Equal(2, (int)await Plain.StringGetAsync("e"));
    }

    [Fact]
    public async Task What_is_tracked_first_long_after_the_start_is_flushed_at_the_interval_too()
    {
        TestSet set = new() { EventPlans = { new("e", [], [new(CounterKind.Total, "e", IsWeekly: false)]) } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        EventFlushing hosted = Assert.Single(ping.Services.GetServices<IHostedService>().OfType<EventFlushing>());

        await hosted.StartAsync(default);
        ping.Clock.Advance(TimeSpan.FromHours(1));
        ping.Tracker.EventsOf(set)[0].Track();
        await PassSecondsUntilWrittenAsync(ping);

        Assert.Equal(1, (int)await Plain.StringGetAsync("e"));
        await hosted.StoppedAsync(default);
    }

    /// <summary>Seconds of the program's clock, up to two minutes of the machine's, which may be busy.</summary>
    private async Task PassSecondsUntilWrittenAsync(Ping ping)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (await Plain.StringGetAsync("e") != 1 && watch.Elapsed < TimeSpan.FromMinutes(2))
        {
            ping.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }
    }
}
