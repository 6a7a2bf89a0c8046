using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>Known events count identifiers by day or week, under keys of their own in each context.</summary>
public sealed class KnownEventTrackingTests : RedisTest
{
    private static readonly KnownEvent Daily = new("wiki_action", EventAggregation.Daily);
    private static readonly KnownEvent Weekly = new("g_compliance_dashboard", EventAggregation.Weekly) { Slot = "compliance", ExpiryDays = 84 };

    [Fact]
    public async Task Identifiers_arrive_under_the_documented_keys_with_the_documented_expiry()
    {
        TestSet set = new() { KnownEventList = { Daily, Weekly } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        ping.Clock.Set(new DateTimeOffset(2020, 12, 31, 23, 0, 0, TimeSpan.Zero));
        TrackedKnownEventPair known = new(ping.Tracker.KnownEventsOf(set));
        known.Daily.Track(1);
        known.Weekly.Track([1, 2, 2, "three", EventValue.None], "default");
        ping.Clock.Set(new DateTimeOffset(2021, 1, 1, 1, 0, 0, TimeSpan.Zero));
        known.Daily.Track(1);
        known.Daily.Track(2);
        known.Weekly.Track(4, "default");
        await ping.Tracker.FlushAsync();

        Assert.Equal(1, await CountAsync("2020-366-{wiki_action}"));
        Assert.Equal(2, await CountAsync("2020-001-{wiki_action}"));
        Assert.Equal(4, await CountAsync("default_g_{compliance}_dashboard-2020-53"));
        Assert.Equal(3, (await KeysAsync()).Count);
        await AssertLivesAsync("2020-001-{wiki_action}", 29);
        await AssertLivesAsync("default_g_{compliance}_dashboard-2020-53", 84);
    }

    [Fact]
    public async Task What_has_no_identifier_or_no_context_of_the_program_is_not_counted()
    {
        TestSet set = new() { KnownEventList = { Daily, Weekly } };
        await using Ping ping = Ping.Of(
            builder => builder.UseRedis(Server.ConnectionString).Configure(options => options.EventContexts.Add("gold")), set);
        TrackedKnownEventPair known = new(ping.Tracker.KnownEventsOf(set));
        known.Weekly.Track(EventValue.None);
        known.Weekly.Track([], "gold");
        known.Weekly.Track(1, "platinum");
        known.Weekly.Track(1, "");
        known.Weekly.Track(1, "gold");
        await ping.Tracker.FlushAsync();

        Assert.Equal(["gold_g_{compliance}_dashboard-2026-47"], (await KeysAsync()).Keys);
        Assert.Equal(1, ping.Tracker.Statistics.Tracked);
    }

    [Fact]
    public async Task What_was_tracked_is_what_the_reader_counts()
    {
        TestSet set = new() { KnownEventList = { Daily, Weekly } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        TrackedKnownEventPair known = new(ping.Tracker.KnownEventsOf(set));
        for (int day = 0; day < 28; day++)
        {
            known.Daily.Track([.. Enumerable.Range(day, 50).Select(user => (EventValue)user)]);
            known.Weekly.Track([.. Enumerable.Range(day, 50).Select(user => (EventValue)user)]);
            ping.Clock.Advance(TimeSpan.FromDays(1));
        }

        await ping.Tracker.FlushAsync();
        DateOnly end = DateOnly.FromDateTime(ping.Clock.GetUtcNow().UtcDateTime);
        KnownEventReader reader = (KnownEventReader)ping.Services.GetService(typeof(KnownEventReader))!;

        // 28 days of 50 users, each day without one and with another; the weeks that are complete end before the last six days.
        Assert.InRange((await reader.CountUniqueAsync([Daily], end.AddDays(-28), end)).Value, 76, 78);
        Assert.InRange((await reader.CountUniqueAsync([Weekly], end.AddDays(-28), end)).Value, 71, 73);
    }

    [Fact]
    public async Task A_feature_flag_that_is_off_leaves_the_event_uncounted()
    {
        TestSet set = new() { KnownEventList = { Daily with { FeatureFlag = "track_wiki" }, Weekly } };
        Func<bool> isOn = () => true;
        List<string> asked = [];
        await using Ping ping = Ping.Of(
            builder => builder.UseRedis(Server.ConnectionString).Configure(options => options.IsFeatureEnabled = name =>
            {
                asked.Add(name);
                return isOn();
            }),
            set);
        TrackedKnownEventPair known = new(ping.Tracker.KnownEventsOf(set));
        known.Daily.Track(1);
        isOn = () => false;
        known.Daily.Track(2);
        known.Weekly.Track(3);
        isOn = () => throw new InvalidOperationException("No flags today.");
        known.Daily.Track(4);
        await ping.Tracker.FlushAsync();

        Assert.Equal(["track_wiki", "track_wiki", "track_wiki"], asked);
        Assert.Equal(1, await CountAsync("2026-325-{wiki_action}"));
        Assert.Equal(1, await CountAsync("g_{compliance}_dashboard-2026-47"));
        Assert.Equal((1, "No flags today."), (ping.Tracker.Statistics.Dropped, ping.Tracker.Statistics.LastError));
    }

    [Fact]
    public async Task A_feature_flag_that_is_off_leaves_an_event_uncounted_that_is_tracked_by_its_name()
    {
        TestSet set = new() { KnownEventList = { Daily with { FeatureFlag = "track_wiki" }, Weekly } };
        bool isOn = true;
        await using Ping ping = Ping.Of(
            builder => builder.UseRedis(Server.ConnectionString).Configure(options => options.IsFeatureEnabled = _ => isOn), set);
        NamedCounters counters = ping.Tracker.Counters;
        Assert.True(counters.AddUnique("wiki_action", 1).IsTracked);
        isOn = false;
        Assert.False(counters.AddUnique("wiki_action", 2).IsTracked);
        Assert.False(counters.AddUnique("wiki_action", [3, 4]).IsTracked);
        Assert.True(counters.AddUnique(Weekly.Name, 3).IsTracked);
        await ping.Tracker.FlushAsync();

        Assert.Equal(1, await CountAsync("2026-325-{wiki_action}"));
        Assert.Equal(1, await CountAsync("g_{compliance}_dashboard-2026-47"));
    }

    [Fact]
    public async Task Many_values_of_an_event_are_counted_by_its_name_each_once()
    {
        TestSet set = new() { KnownEventList = { Daily, Weekly } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        NamedCounters counters = ping.Tracker.Counters;
        Assert.True(counters.AddUnique(Weekly.Name, [1, 2, EventValue.None, 2, "x"]).IsTracked);
        Assert.Equal(TrackingProblemKind.Missing, Assert.Single(counters.AddUnique(Weekly.Name, [EventValue.None]).Problems).Kind);
        Assert.Equal(TrackingProblemKind.UnknownCounter, Assert.Single(counters.AddUnique("nothing", [1, 2]).Problems).Kind);
        await ping.Tracker.FlushAsync();

        Assert.Equal(3, await CountAsync("g_{compliance}_dashboard-2026-47"));
        Assert.Equal([Weekly.Name, Daily.Name], counters.UniqueNames);
    }

    [Fact]
    public async Task Tracking_a_known_event_allocates_nothing()
    {
        TestSet set = new() { KnownEventList = { Daily, Weekly } };
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);
        TrackedKnownEventPair known = new(ping.Tracker.KnownEventsOf(set));
        void Track()
        {
            for (int i = 0; i < 2_000; i++)
            {
                known.Daily.Track(i);
                known.Weekly.Track([i, i + 1], "default");
            }
        }

        Track();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Track();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private Task<long> CountAsync(string key) => Plain.HyperLogLogLengthAsync((RedisKey)key);

    private async Task AssertLivesAsync(string key, int days) =>
        Assert.InRange((await Plain.KeyTimeToLiveAsync(key))!.Value.TotalDays, days - 0.01, days);

    private sealed class TrackedKnownEventPair(Runtime.Plans.TrackedKnownEvent[] known)
    {
        public Runtime.Plans.TrackedKnownEvent Daily => known[0];

        public Runtime.Plans.TrackedKnownEvent Weekly => known[1];
    }
}
