using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>"Not counted" is told from "not used": no 0 stands for events that the program leaves uncounted.</summary>
public sealed class SwitchedOffTests
{
    private const string OffUsers = "{hll_counters}_off-user";

    private static readonly KnownEvent Flagged = new("g_flagged", EventAggregation.Weekly) { Slot = "flagged", Category = "c", FeatureFlag = "flag" };

    private static readonly KnownEvent Plain = new("g_plain", EventAggregation.Weekly) { Slot = "flagged", Category = "c" };

    [Fact]
    public async Task Tracking_that_is_off_leaves_every_counter_out_of_the_payload_and_says_why()
    {
        TestSet set = Counters();
        set.AddCounter("counts.labels", CounterKind.UniqueTotals, TimeFrame.All, EventSet.Labels);
        set.AddAggregate("counts.known", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [Flagged.Name]);
        set.AddFact("version", () => MetricValue.From("1.0"));
        await using Ping ping = Start(set, options => options.TrackEvents = false);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"version":"1.0"}""", payload.ToString());
        Assert.All(payload.Metrics.Where(metric => metric.KeyPath != "version"), metric => Assert.Equal(
            (ReadingStatus.SwitchedOff, "ServicePingOptions.TrackEvents is false: the program counts no events."), (metric.Status, metric.Message)));
    }

    [Fact]
    public async Task What_was_counted_before_tracking_was_switched_off_is_not_read()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("serviceping-").FullName, "counters");
        try
        {
            TestSet set = Counters();
            await using (Ping before = Ping.Of(ping => ping.UseInProcessCounters(path), set))
            {
                before.Tracker.EventsOf(set)[0].Track(1);
                await before.Tracker.FlushAsync();
                Assert.Equal("""{"counts":{"off":0,"on":1}}""", (await before.CollectAsync()).ToString());
            }

            await using Ping after = Ping.Of(
                ping => ping.UseInProcessCounters(path).Configure(options => options.TrackEvents = false), set);
            Assert.Equal("{}", (await after.CollectAsync()).ToString());
            MetricResult<long> alone = await after.Collector.CollectAsync(new Metric<long>(set, 1));
            Assert.Equal((-1L, ReadingStatus.SwitchedOff), (alone.Value, alone.Status));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Fact]
    public async Task A_sum_of_counters_that_are_off_is_off_and_no_number()
    {
        TestSet set = Counters();
        int sum = set.Add("sum");
        set.CompositePlans.Add(new CompositePlan(sum, CompositeOperation.Add, [0, 1]));
        await using Ping ping = Start(set, options => options.TrackEvents = false);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(ReadingStatus.SwitchedOff, payload.Metrics.Single(metric => metric.KeyPath == "sum").Status);
        Assert.Equal("{}", payload.ToString());
    }

    [Fact]
    public async Task Identifiers_of_known_events_are_not_counted_while_tracking_is_off()
    {
        await using Ping ping = Start(new TestSet(), options => options.TrackEvents = false);

        MetricResult<long> read = await ping.Services.GetRequiredService<KnownEventReader>()
            .CountUniqueAsync([Plain], new(2026, 10, 24), new(2026, 11, 21));

        Assert.Equal((-1L, ReadingStatus.SwitchedOff), (read.Value, read.Status));
    }

    [Fact]
    public async Task An_event_that_the_program_has_disabled_is_off_and_another_is_not()
    {
        TestSet set = Counters();
        await using Ping ping = Start(set, options => options.IsEventEnabled = name => name != "off");

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"counts":{"on":0}}""", payload.ToString());
        Assert.Equal(
            (ReadingStatus.SwitchedOff, "The program has switched off and does not count: off."), (payload.Metrics[0].Status, payload.Metrics[0].Message));
        Assert.Equal((ReadingStatus.Ok, null), (payload.Metrics[1].Status, payload.Metrics[1].Message));
    }

    [Fact]
    public async Task A_counter_that_holds_something_keeps_its_value_with_a_remark()
    {
        bool isEnabled = true;
        TestSet set = Counters();
        await using Ping ping = Start(set, options => options.IsEventEnabled = _ => isEnabled);
        ping.Tracker.EventsOf(set)[0].Track(1);
        await ping.Tracker.FlushAsync();
        isEnabled = false;

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"counts":{"on":1}}""", payload.ToString());
        Assert.Equal(ReadingStatus.SwitchedOff, payload.Metrics[0].Status);
        Assert.Equal((ReadingStatus.Ok, "The program has switched off and does not count: on."), (payload.Metrics[1].Status, payload.Metrics[1].Message));
    }

    [Fact]
    public async Task A_metric_of_several_events_is_a_number_with_a_remark_while_one_of_them_counts()
    {
        TestSet set = Counters();
        set.AddCounter("counts.both", CounterKind.Total, TimeFrame.All, "{event_counters}_on", "{event_counters}_off");
        await using Ping ping = Start(set, options => options.IsEventEnabled = name => name != "off");

        MetricReading both = await ping.ReadAsync("counts.both");

        Assert.Equal(
            (0L, ReadingStatus.Ok, "The program has switched off and does not count: off."), (both.Value.AsInt64(), both.Status, both.Message));
    }

    [Fact]
    public async Task Nobody_in_all_of_several_sets_is_off_where_one_of_them_is()
    {
        TestSet set = Counters();
        set.AddAggregate("all", AggregateOperator.And, TimeFrame.SevenDays, SetSource.Counter, ["{hll_counters}_on-user", OffUsers]);
        set.AddAggregate("any", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.Counter, ["{hll_counters}_on-user", OffUsers]);
        await using Ping ping = Start(set, options => options.IsEventEnabled = name => name != "off");

        Assert.Equal(ReadingStatus.SwitchedOff, (await ping.ReadAsync("all")).Status);
        Assert.Equal(ReadingStatus.Ok, (await ping.ReadAsync("any")).Status);
    }

    [Fact]
    public async Task A_known_event_whose_feature_flag_is_off_is_off_and_its_category_while_no_other_counts()
    {
        TestSet set = Counters();
        set.AddAggregate("flagged", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [Flagged.Name]);
        set.AddAggregate("plain", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.KnownEvent, [Plain.Name]);
        set.AddAggregate("category", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.Category, ["c"]);
        await using Ping ping = Start(set, options => options.IsFeatureEnabled = flag => flag != "flag");

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"category":0,"counts":{"off":0,"on":0},"plain":0}""", Sorted(payload));
        Assert.Equal(ReadingStatus.SwitchedOff, payload.Metrics.Single(metric => metric.KeyPath == "flagged").Status);
        Assert.Equal(
            "The program has switched off and does not count: g_flagged.", payload.Metrics.Single(metric => metric.KeyPath == "category").Message);
    }

    [Fact]
    public async Task A_program_that_tracks_nobody_says_so()
    {
        await using Ping ping = Start(Counters(), options => options.DoNotTrack = () => true);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("{}", payload.ToString());
        Assert.All(payload.Metrics, metric => Assert.Equal("ServicePingOptions.DoNotTrack leaves events uncounted.", metric.Message));
    }

    [Fact]
    public async Task The_request_that_asks_for_a_collection_does_not_answer_for_the_program()
    {
        AsyncLocal<bool> isRequestWithDoNotTrack = new() { Value = true };
        await using Ping ping = Start(Counters(), options => options.DoNotTrack = () => isRequestWithDoNotTrack.Value);

        Assert.Equal("""{"counts":{"off":0,"on":0}}""", (await ping.CollectAsync()).ToString());
    }

    [Fact]
    public async Task A_delegate_that_cannot_answer_without_a_request_switches_nothing_off()
    {
        await using Ping ping = Start(Counters(), options =>
        {
            options.DoNotTrack = () => throw new InvalidOperationException("No request here.");
            options.IsEventEnabled = _ => throw new InvalidOperationException("No request here.");
        });

        Assert.Equal("""{"counts":{"off":0,"on":0}}""", (await ping.CollectAsync()).ToString());
    }

    /// <summary>Two events, and the total of each.</summary>
    private static TestSet Counters()
    {
        TestSet set = new()
        {
            KnownEventList = { Flagged, Plain },
            EventPlans =
            {
                new("on", ["user"], [new(CounterKind.Total, "{event_counters}_on", IsWeekly: false), new(CounterKind.Unique, "{hll_counters}_on-user", IsWeekly: true, Argument: 0)]),
                new("off", ["user"], [new(CounterKind.Total, "{event_counters}_off", IsWeekly: false), new(CounterKind.Unique, OffUsers, IsWeekly: true, Argument: 0)]),
            },
        };
        set.AddCounter("counts.off", CounterKind.Total, TimeFrame.All, "{event_counters}_off");
        set.AddCounter("counts.on", CounterKind.Total, TimeFrame.All, "{event_counters}_on");
        return set;
    }

    private static Ping Start(TestSet set, Action<ServicePingOptions> configure) =>
        Ping.Of(ping => ping.UseInProcessCounters().Configure(configure), set);

    /// <summary>The payload, whatever the order of the set.</summary>
    private static string Sorted(ServicePingPayload payload) => System.Text.Json.JsonSerializer.Serialize(
        System.Text.Json.Nodes.JsonNode.Parse(payload.ToString())!.AsObject().OrderBy(one => one.Key, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.Value));
}
