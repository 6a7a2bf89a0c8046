using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.KnownEvents;

namespace ServicePing.Tests;

public sealed class KnownEventReaderTests : IAsyncDisposable
{
    private static readonly DateOnly Start = new(2026, 10, 24);
    private static readonly DateOnly End = new(2026, 11, 21);

    private static readonly KnownEvent View = new("g_search_view", EventAggregation.Weekly) { Slot = "search", Category = "search" };
    private static readonly KnownEvent Find = new("g_search_find", EventAggregation.Weekly) { Slot = "search", Category = "search" };
    private static readonly KnownEvent Alone = new("alone", EventAggregation.Weekly) { Category = "search" };

    private readonly Ping _ping = Ping.Of(
        builder => builder.UseInProcessCounters().Configure(options => options.EventContexts.Add("ultimate")));

    private KnownEventReader Reader => _ping.Services.GetRequiredService<KnownEventReader>();

    [Fact]
    public async Task Identifiers_of_several_events_and_weeks_are_counted_once()
    {
        await WriteAsync(View, new(2026, 10, 27), null, "ada", "bob");
        await WriteAsync(View, new(2026, 11, 10), null, "bob", "cy");
        await WriteAsync(Find, new(2026, 11, 10), null, "deb");
        await WriteAsync(Find, new(2026, 11, 17), null, "this week does not count");
        await WriteAsync(Find, new(2026, 11, 10), "ultimate", "elsa");

        Assert.Equal(3, (await Reader.CountUniqueAsync([View], Start, End)).Value);
        Assert.Equal(4, (await Reader.CountUniqueAsync([View, Find], Start, End)).Value);
        Assert.Equal(4, (await Reader.CountUnionAsync([View, Find], Start, End)).Value);
        Assert.Equal(2, (await Reader.CountUniqueAsync([View, Find], Start, new(2026, 11, 8))).Value);
        Assert.Equal(1, (await Reader.CountUniqueAsync([View, Find], Start, End, "ultimate")).Value);
        Assert.Equal(0, (await Reader.CountUniqueAsync([View], Start, End, "default")).Value);
        Assert.Equal(ReadingStatus.Ok, (await Reader.CountUniqueAsync([Alone], Start, End)).Status);
    }

    [Fact]
    public async Task Where_no_week_is_complete_the_count_is_minus_one()
    {
        MetricResult<long> none = await Reader.CountUniqueAsync([View], End, End);

        Assert.Equal((-1, ReadingStatus.NoData), (none.Value, none.Status));
        Assert.Equal(-1, (await Reader.CountUnionAsync([View], End, Start)).Value);
        Assert.Equal(-1, (await Reader.CountUniqueAsync([], Start, End)).Value);
    }

    [Fact]
    public async Task Events_that_do_not_go_together_are_named()
    {
        await FailsAsync(KnownEventProblem.SlotMismatch, View, Find with { Slot = "other", Category = "other" });
        await FailsAsync(KnownEventProblem.SlotMismatch, View, Alone);
        await FailsAsync(KnownEventProblem.SlotMismatch, Alone, Alone with { Name = "another" });
        await FailsAsync(KnownEventProblem.CategoryMismatch, View, Find with { Category = "other", Aggregation = EventAggregation.Daily });
        await FailsAsync(KnownEventProblem.AggregationMismatch, View, Find with { Aggregation = EventAggregation.Daily });
    }

    [Fact]
    public async Task A_union_asks_for_one_slot_and_one_aggregation_but_not_for_one_category()
    {
        Assert.Equal(0, (await Reader.CountUnionAsync([View, Find with { Category = "other" }], Start, End)).Value);
        Assert.Equal(KnownEventProblem.SlotMismatch, (await Assert.ThrowsAsync<KnownEventException>(
            () => Reader.CountUnionAsync([View, Alone], Start, End))).Problem);
        Assert.Equal(KnownEventProblem.AggregationMismatch, (await Assert.ThrowsAsync<KnownEventException>(
            () => Reader.CountUnionAsync([View, Find with { Aggregation = EventAggregation.Daily }], Start, End))).Problem);
    }

    [Fact]
    public async Task A_context_that_is_not_listed_is_named()
    {
        KnownEventException exception = await Assert.ThrowsAsync<KnownEventException>(
            () => Reader.CountUniqueAsync([View], Start, End, "gold"));

        Assert.Equal(KnownEventProblem.InvalidContext, exception.Problem);
        Assert.Equal("'gold' is no context; ServicePingOptions.EventContexts has default, ultimate.", exception.Message);
        Assert.Equal(0, (await Reader.CountUniqueAsync([View], Start, End, "")).Value);
    }

    [Fact]
    public async Task Without_a_store_the_count_is_minus_one()
    {
        await using Ping ping = Ping.Of(_ => { });

        MetricResult<long> none = await ping.Services.GetRequiredService<KnownEventReader>().CountUniqueAsync([View], Start, End);

        Assert.Equal((-1, ReadingStatus.Unavailable), (none.Value, none.Status));
    }

    public ValueTask DisposeAsync() => _ping.DisposeAsync();

    private async Task FailsAsync(KnownEventProblem problem, params KnownEvent[] events)
    {
        KnownEventException exception = await Assert.ThrowsAsync<KnownEventException>(() => Reader.CountUniqueAsync(events, Start, End));
        Assert.Equal(problem, exception.Problem);
        Assert.StartsWith($"{events[0].Name}, {events[1].Name}", exception.Message, StringComparison.Ordinal);
    }

    private async Task WriteAsync(KnownEvent known, DateOnly day, string? context, params string[] values)
    {
        CounterWrite write = new CounterWrite.Values(KnownEventKey.Of(known, day, context), CounterWrite.SixWeeks, [.. values.Select(value => (EventValue)value)]);
        await _ping.Services.GetRequiredService<ICounterStore>().WriteAsync(new CounterFlush(Guid.NewGuid(), [write]));
    }
}
