using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;

namespace ServicePing.Tests;

/// <summary>Known events and aggregates over them, from their counters to the payload; the same for every store.</summary>
public abstract class AggregateTests
{
    private static readonly KnownEvent View = new("g_search_view", EventAggregation.Weekly) { Slot = "search", Category = "search" };
    private static readonly KnownEvent Find = new("g_search_find", EventAggregation.Weekly) { Slot = "search", Category = "search" };
    private static readonly KnownEvent Open = new("g_search_open", EventAggregation.Weekly) { Slot = "search", Category = "search" };
    private static readonly KnownEvent Edit = new("g_edit_file", EventAggregation.Daily) { Slot = "edit", Category = "edit" };
    private static readonly KnownEvent Alone = new("alone", EventAggregation.Weekly) { Category = "alone" };

    [Fact]
    public async Task Weekly_events_count_complete_weeks_and_daily_ones_the_days_until_today()
    {
        TestSet set = new() { KnownEventList = { View, Edit } };
        foreach (KnownEvent known in (KnownEvent[])[Edit, View])
        {
            set.AddAggregate($"{known.Name}.monthly", AggregateOperator.Or, TimeFrame.TwentyEightDays, SetSource.KnownEvent, [known.Name]);
            set.AddAggregate($"{known.Name}.weekly", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [known.Name]);
        }

        await using Ping ping = Start(set);
        DateOnly today = new(2026, 11, 21);
        for (int days = 0; days < 40; days++)
        {
            await WriteAsync(ping, View, today.AddDays(-days), [$"day {days}"]);
            await WriteAsync(ping, Edit, today.AddDays(-days), [$"day {days}"]);
        }

        // 8 and 29 days including today; the weeks 46, and 43 to 46, whole.
        Assert.Equal(
            """{"g_edit_file":{"monthly":29,"weekly":8},"g_search_view":{"monthly":28,"weekly":7}}""",
            (await ping.CollectAsync()).ToString());
    }

    [Fact]
    public async Task Aggregates_count_who_did_any_and_who_did_all()
    {
        TestSet set = new() { KnownEventList = { View, Find, Open } };
        string[] two = [View.Name, Find.Name];
        set.AddAggregate("all_three", AggregateOperator.And, TimeFrame.TwentyEightDays, SetSource.KnownEvent, [.. two, Open.Name]);
        set.AddAggregate("all_two", AggregateOperator.And, TimeFrame.TwentyEightDays, SetSource.KnownEvent, two);
        set.AddAggregate("all_two_weekly", AggregateOperator.And, TimeFrame.SevenDays, SetSource.KnownEvent, two);
        set.AddAggregate("any_two", AggregateOperator.Or, TimeFrame.TwentyEightDays, SetSource.KnownEvent, two);
        await using Ping ping = Start(set);
        await WriteAsync(ping, View, new(2026, 11, 10), Ids(0, 6_000));
        await WriteAsync(ping, View, new(2026, 10, 30), Ids(4_000, 10_000));
        await WriteAsync(ping, Find, new(2026, 11, 10), Ids(5_000, 15_000));
        await WriteAsync(ping, Open, new(2026, 11, 3), Ids(8_000, 30_000));

        ServicePingPayload payload = await ping.CollectAsync();

        foreach ((string name, int expected) in ((string, int)[])[("all_three", 2_000), ("all_two", 5_000), ("all_two_weekly", 1_000)])
        {
            MetricReading reading = payload.Metrics.Single(metric => metric.KeyPath == name);
            Assert.Equal(ReadingStatus.Ok, reading.Status);
            Assert.Matches("^The intersection is estimated from sketches; its standard error is at most about [0-9]+\\.$", reading.Message);
            int error = int.Parse(reading.Message!.Split(' ')[^1].TrimEnd('.'), CultureInfo.InvariantCulture);
            Assert.InRange(error, 50, 200);
            Assert.InRange(reading.Value.AsInt64(), expected - (3 * error), expected + (3 * error));
        }

        Assert.InRange(payload.Metrics.Single(metric => metric.KeyPath == "any_two").Value.AsInt64(), 14_850, 15_150);
        Assert.True(payload.Statistics.RedisRoundTrips <= 2);
    }

    [Fact]
    public async Task A_category_has_a_total_over_the_events_of_all_sets()
    {
        TestSet library = new() { SetName = "Library", KnownEventList = { View, Find } };
        library.AddAggregate("search_total", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.Category, ["search"]);
        TestSet program = new() { SetName = "Program", KnownEventList = { Open } };
        program.AddAggregate("search_total", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.Category, ["search"]);
        await using Ping ping = Start(library, program);
        await WriteAsync(ping, View, new(2026, 11, 10), ["ada"]);
        await WriteAsync(ping, Find, new(2026, 11, 10), ["ada", "bob"]);
        await WriteAsync(ping, Open, new(2026, 11, 10), ["cy"]);

        Assert.Equal("""{"search_total":3}""", (await ping.CollectAsync()).ToString());
    }

    [Fact]
    public async Task A_category_whose_events_do_not_share_a_slot_has_no_total()
    {
        TestSet set = new() { KnownEventList = { View, Find with { Slot = null } } };
        set.AddAggregate("search_total", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.Category, ["search"]);
        await using Ping ping = Start(set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("{}", payload.ToString());
        Assert.Equal(ReadingStatus.LeftOut, Assert.Single(payload.Metrics).Status);
    }

    [Fact]
    public async Task What_cannot_be_united_is_minus_one_with_a_reason_and_changes_nothing_else()
    {
        TestSet set = new() { KnownEventList = { View, Edit, Alone } };
        set.AddAggregate("a_slots", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [View.Name, Edit.Name]);
        set.AddAggregate("b_no_slot", AggregateOperator.And, TimeFrame.SevenDays, SetSource.KnownEvent, [Alone.Name, View.Name]);
        set.AddAggregate("c_nobody_knows", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, ["x", "y"]);
        set.AddAggregate("d_and_unknown", AggregateOperator.And, TimeFrame.SevenDays, SetSource.KnownEvent, [View.Name, "x"]);
        set.AddAggregate("e_or_unknown", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [View.Name, "x"]);
        set.AddAggregate("f_sketch", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.Sketch, ["nobody_keeps_it"]);
        set.AddAggregate("g_fine", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [View.Name]);
        await using Ping ping = Start(set);
        await WriteAsync(ping, View, new(2026, 11, 10), ["ada"]);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            [
                (-1, ReadingStatus.Failed, "g_search_view, g_edit_file are not all of one slot."),
                (-1, ReadingStatus.Failed, "alone, g_search_view are not all of one slot."),
                (-1, ReadingStatus.Failed, "No metric set of the program has the known events x, y."),
                (-1, ReadingStatus.Failed, "No metric set of the program has the known events x."),
                (1, ReadingStatus.Ok, "Unknown events are left out: x."),
                (-1, ReadingStatus.Failed, "No metric of the same time frame has kept a sketch 'nobody_keeps_it': there is none, or it has failed."),
                (1, ReadingStatus.Ok, null),
            ],
            payload.Metrics.Select(metric => (metric.Value.AsInt64(), metric.Status, metric.Message)));
    }

    [Fact]
    public async Task Counters_of_events_and_known_events_can_be_counted_together()
    {
        TestSet set = new() { KnownEventList = { View } };
        int slot = set.Add("together", source: DataSource.InternalEvents, timeFrame: TimeFrame.SevenDays);
        set.AggregatePlans.Add(new AggregatePlan(
            slot, AggregateOperator.And, TimeFrame.SevenDays,
            [new(SetSource.KnownEvent, View.Name), new(SetSource.Counter, "{hll_counters}_search-user")]));
        await using Ping ping = Start(set);
        await WriteAsync(ping, View, new(2026, 11, 10), ["ada", "bob"]);
        await WriteAsync(ping, "{hll_counters}_search-user-2026-46", ["bob", "cy"]);

        Assert.Equal("""{"together":1}""", (await ping.CollectAsync()).ToString());
    }

    [Fact]
    public async Task A_feature_flag_that_is_off_leaves_an_aggregate_out()
    {
        TestSet set = new() { KnownEventList = { View } };
        set.AddAggregate("counts.off", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [View.Name], "off");
        set.AddAggregate("counts.on", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [View.Name], "on");
        set.AddAggregate("counts.torn", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [View.Name], "torn");
        await using Ping ping = Start(
            options => options.IsFeatureEnabled = name => name == "torn" ? throw new InvalidOperationException("No flags today.") : name == "on", set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"counts":{"on":0,"torn":-1}}""", payload.ToString());
        Assert.Equal((ReadingStatus.LeftOut, "The feature flag 'off' is off."), (payload.Metrics[0].Status, payload.Metrics[0].Message));
        Assert.Equal((ReadingStatus.Failed, "No flags today."), (payload.Metrics[2].Status, payload.Metrics[2].Message));
    }

    [Fact]
    public void Two_sets_that_count_one_event_differently_do_not_go_together()
    {
        TestSet library = new() { SetName = "Library", KnownEventList = { View } };
        TestSet program = new() { SetName = "Program", KnownEventList = { View with { Slot = "view" } } };

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => ProgramMerge.Merge(null, [library, program]));

        Assert.StartsWith("Known event 'g_search_view' of the metric set 'Program' is counted differently in another", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Says where counters are kept.</summary>
    protected abstract void Configure(ServicePingBuilder builder);

    private Ping Start(params MetricSet[] sets) => Start(_ => { }, sets);

    private Ping Start(Action<ServicePingOptions> configure, params MetricSet[] sets) => Ping.Of(
        builder =>
        {
            Configure(builder);
            builder.Configure(configure);
        },
        sets);

    private static string[] Ids(int first, int end) => [.. Enumerable.Range(first, end - first).Select(id => id.ToString(CultureInfo.InvariantCulture))];

    private static Task WriteAsync(Ping ping, KnownEvent known, DateOnly day, string[] values) =>
        WriteAsync(ping, KnownEventKey.Of(known, day), values);

    private static async Task WriteAsync(Ping ping, string key, string[] values)
    {
        CounterWrite write = new CounterWrite.Values(key, CounterWrite.SixWeeks, [.. values.Select(value => (EventValue)value)]);
        Assert.Equal(
            [WriteOutcome.Applied],
            await ping.Services.GetRequiredService<ICounterStore>().WriteAsync(new CounterFlush(Guid.NewGuid(), [write])));
    }
}

public sealed class InProcessAggregateTests : AggregateTests
{
    protected override void Configure(ServicePingBuilder builder) => builder.UseInProcessCounters();
}

[Collection(nameof(RedisServer))]
public sealed class RedisAggregateTests(RedisServer redis) : AggregateTests, IAsyncLifetime
{
    public async Task InitializeAsync() => await redis.Database.ExecuteAsync("FLUSHALL");

    public Task DisposeAsync() => Task.CompletedTask;

    protected override void Configure(ServicePingBuilder builder) => builder.UseRedis(redis.Server.ConnectionString);
}
