using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Tests;

/// <summary>The week that is running: for the eyes of a developer, and in no payload.</summary>
public sealed class PreviewTests
{
    private const string Total = "{event_counters}_e";
    private static readonly KnownEvent Weekly = new("weekly", EventAggregation.Weekly) { Category = "c" };
    private static readonly KnownEvent Daily = new("daily", EventAggregation.Daily) { Category = "d" };

    [Fact]
    public async Task An_event_of_this_moment_is_in_the_preview_and_not_in_the_payload()
    {
        TestSet set = EventSet.Create();
        set.AddCounter("events", CounterKind.Total, TimeFrame.All, EventSet.Total);
        set.AddCounter("events_monthly", CounterKind.Total, TimeFrame.TwentyEightDays, EventSet.Total);
        set.AddCounter("events_weekly", CounterKind.Total, TimeFrame.SevenDays, EventSet.Total);
        set.AddCounter("users_weekly", CounterKind.Unique, TimeFrame.SevenDays, EventSet.Users);
        await using Ping ping = Ping.Of(builder => builder.UseInProcessCounters(), set);
        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];
        tracked.Track(1, "bug", 5);
        tracked.Track(2, "bug", 5);

        // Nobody has flushed: the preview does.
        ServicePingPreview preview = await ping.Collector.PreviewAsync();
        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            """{"preview":{"previewed_at":"2026-11-21T02:15:00.123Z","running_week":"2026-W47","first_week":"2026-W44","pending_movements":0},"values":{"events":2,"events_monthly":2,"events_weekly":2,"users_weekly":2}}""",
            preview.ToString());
        Assert.Equal("""{"events":2,"events_monthly":0,"events_weekly":0,"users_weekly":0}""", payload.ToString());
        Assert.Equal(2, preview.Read(new Metric<long>(set, 2)));
        Assert.Equal(2, (await ping.Collector.PreviewAsync(new Metric<long>(set, 2))).Value);
        Assert.Equal(0, (await ping.Collector.CollectAsync(new Metric<long>(set, 2))).Value);
    }

    [Fact]
    public async Task An_event_of_this_moment_is_in_the_counters_of_all_time_of_a_ping()
    {
        TestSet set = EventSet.Create();
        set.AddCounter("events", CounterKind.Total, TimeFrame.All, EventSet.Total);
        await using Ping ping = Ping.Of(builder => builder.UseInProcessCounters(), set);
        ping.Tracker.EventsOf(set)[0].Track(1, "bug", 5);

        // Nobody has flushed: the collection does.
        Assert.Equal("""{"events":1}""", (await ping.CollectAsync()).ToString());
    }

    [Theory]
    [InlineData("2026-11-16", new[] { "2026-44", "2026-45", "2026-46", "2026-47" })] // A Monday.
    [InlineData("2026-11-22", new[] { "2026-44", "2026-45", "2026-46", "2026-47" })] // A Sunday.
    [InlineData("2021-01-01", new[] { "2020-50", "2020-51", "2020-52", "2020-53" })] // A Friday of the week 53 of the year before.
    [InlineData("2024-12-30", new[] { "2024-50", "2024-51", "2024-52", "2025-01" })] // A Monday of the week 1 of the year after.
    public async Task The_running_week_and_the_three_before_it_count(string today, string[] weeks)
    {
        TestSet set = new();
        set.AddCounter("monthly", CounterKind.Total, TimeFrame.TwentyEightDays, Total);
        set.AddCounter("weekly", CounterKind.Total, TimeFrame.SevenDays, Total);
        await using Ping ping = Ping.Of(builder => builder.UseInProcessCounters(), set);
        DateTimeOffset now = DateTimeOffset.Parse(today + "T12:00Z", System.Globalization.CultureInfo.InvariantCulture);
        ping.Clock.Set(now);
        List<CounterWrite> writes = [];
        for (int week = -6; week < 3; week++)
        {
            string suffix = IsoWeek.Of(now.UtcDateTime.AddDays(7 * week)).Suffix;
            int value = Array.IndexOf(weeks, suffix[1..]) is >= 0 and int found ? 1 << (3 * found) : 100_000;
            writes.Add(new CounterWrite.Count(Total + suffix, null, value));
        }

        await ping.Services.GetRequiredService<ICounterStore>().WriteAsync(new CounterFlush(Guid.NewGuid(), writes));

        ServicePingPreview preview = await ping.Collector.PreviewAsync();

        Assert.Equal(0b1_001_001_001, preview.Read(new Metric<long>(set, 0)));
        Assert.Equal(0b1_000_000_000, preview.Read(new Metric<long>(set, 1)));
    }

    [Fact]
    public async Task Daily_events_count_until_today_as_ever_and_weekly_ones_with_the_running_week()
    {
        TestSet set = new() { KnownEventList = { Weekly, Daily } };
        set.AddAggregate("daily", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [Daily.Name]);
        set.AddAggregate("weekly", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [Weekly.Name]);
        await using Ping ping = Ping.Of(builder => builder.UseInProcessCounters(), set);
        DateOnly today = DateOnly.FromDateTime(Ping.RecordedAt.UtcDateTime);
        await ping.Services.GetRequiredService<ICounterStore>().WriteAsync(new CounterFlush(Guid.NewGuid(),
        [
            .. from days in Enumerable.Range(0, 30)
               from known in (KnownEvent[])[Weekly, Daily]
               select new CounterWrite.Values(KnownEventKey.Of(known, today.AddDays(-days)), null, [$"day {days}"]),
        ]));

        ServicePingPreview preview = await ping.Collector.PreviewAsync();

        // The 21st is a Saturday: six days of its week have passed.
        Assert.Equal("""{"daily":8,"weekly":6}""", JsonElement.Parse(preview.Json.Span).GetProperty("values").GetRawText());
        Assert.Equal("""{"daily":8,"weekly":7}""", (await ping.CollectAsync()).ToString());
    }

    [Fact]
    public async Task What_could_not_be_written_is_counted()
    {
        TestSet set = EventSet.Create();
        set.AddFact("well", () => MetricValue.From("well"));
        ScriptedStore store = new();
        for (int i = 0; i < 5; i++)
        {
            store.Answers.Enqueue(Answer.NotApplied);
        }

        await using Ping ping = Ping.Of(builder => builder.Services.AddSingleton<ICounterStore>(store), set);
        ping.Tracker.EventsOf(set)[0].Track(1, "bug", 5);

        ServicePingPreview preview = await ping.Collector.PreviewAsync();

        Assert.Equal(5, preview.PendingMovements);
        Assert.Equal("well", preview.Read(new Metric<string>(set, 0)));
    }

    [Fact]
    public void A_preview_is_no_payload() =>
        Assert.False(typeof(ServicePingPayload).IsAssignableFrom(typeof(ServicePingPreview)));
}
