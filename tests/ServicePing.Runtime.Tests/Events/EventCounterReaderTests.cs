using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>The counters of events as they are now, which metrics have only once their week is over.</summary>
public sealed class EventCounterReaderTests : RedisTest
{
    private static readonly KnownEvent View = new("g_search_view", EventAggregation.Weekly) { Slot = "search" };
    private static readonly KnownEvent Daily = new("i_daily", EventAggregation.Daily);

    [Fact]
    public async Task Each_counter_has_what_was_flushed_with_its_whole_key_and_what_it_keeps()
    {
        TestSet set = EventSet.Create();
        set.KnownEventList.AddRange([View, Daily]);
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString, "shop:"), set);
        EventCounterReader reader = ping.Services.GetRequiredService<EventCounterReader>();
        Assert.All(await reader.ReadAsync(), counter => Assert.Equal((0, ReadingStatus.Ok), (counter.Count, counter.Status)));

        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];
        tracked.Track(7, "bug", 1.5);
        tracked.Track(8, "bug", 2);
        tracked.Track(8, "idea", EventValue.None);
        ping.Tracker.KnownEventsOf(set)[0].Track(7);
        ping.Tracker.KnownEventsOf(set)[1].Track(7);
        await ping.Tracker.FlushAsync();

        Assert.Equal(
            [
                "e shop:{event_counters}_e Calls of nothing: 3",
                "e shop:{event_counters}_e-2026-47 Calls of nothing: 3",
                "e shop:{event_sums}_e-operator:sum(value) Sum of value: 3.5",
                "e shop:{hll_counters}_e-operator:total-label CallsByValue of label bug: 2",
                "e shop:{hll_counters}_e-operator:total-label CallsByValue of label idea: 1",
                "e shop:{hll_counters}_e-user-2026-47 DifferentValues of user: 2",
                "g_search_view shop:g_{search}_view-2026-47 DifferentValues of id: 1",
                "i_daily shop:2026-325-{i_daily} DifferentValues of id: 1",
            ],
            (await reader.ReadAsync()).Select(one => FormattableString.Invariant(
                $"{one.Event} {one.Key} {one.Kind} of {one.Of ?? "nothing"}{(one.Value is null ? "" : " " + one.Value)}: {one.Count}")));
    }

    [Fact]
    public async Task A_counter_of_another_kind_says_so_and_the_others_are_read()
    {
        await Plain.ListLeftPushAsync(EventSet.Sum, "no number");
        TestSet set = EventSet.Create();
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);

        IReadOnlyList<EventCounter> counters = await ping.Services.GetRequiredService<EventCounterReader>().ReadAsync();

        EventCounter failed = Assert.Single(counters, counter => counter.Status != ReadingStatus.Ok);
        Assert.Equal((EventSet.Sum, 0), (failed.Key, failed.Count));
        Assert.NotEmpty(failed.Message!);
        Assert.True(counters.Count > 2);
    }

    [Fact]
    public async Task Without_a_store_it_is_told_what_to_call()
    {
        await using Ping ping = Ping.Of(_ => { }, EventSet.Create());

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ping.Services.GetRequiredService<EventCounterReader>().ReadAsync());

        Assert.StartsWith("The program keeps no counters: call UseRedis", exception.Message, StringComparison.Ordinal);
    }
}
