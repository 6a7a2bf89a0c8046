using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Events and counters that are named by a text, as at the edge of HTTP.</summary>
public sealed class NamedTrackingTests
{
    private const string Custom = "{event_counters}_e-filter:[tool:9]";
    private readonly ScriptedStore _store = new();

    [Fact]
    public async Task An_event_moves_the_counters_that_its_method_would_move()
    {
        (Ping ping, _) = EventSet.Start(_store);
        TrackingResult result = ping.Tracker.TrackByName("e", Values(("user", 7)), Values(("label", "x"), ("value", 2.5)));
        await ping.Tracker.FlushAsync();

        Assert.True(result.IsTracked);
        Assert.Empty(result.Problems);
        Assert.Equal(1, _store.Counts[EventSet.Total]);
        Assert.Equal(1, _store.Counts[EventSet.Labels + " x"]);
        Assert.Equal(2.5, _store.Amounts[EventSet.Sum]);
        Assert.Equal(1, _store.Sketches[EventSet.Users + EventSet.Suffix].Count());
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task An_event_that_nobody_defines_counts_nothing()
    {
        (Ping ping, _) = EventSet.Start(_store);
        TrackingResult result = ping.Tracker.TrackByName("nothing", Values(("user", 7)));
        await ping.Tracker.FlushAsync();

        Assert.False(result.IsTracked);
        Assert.Equal((TrackingProblemKind.UnknownEvent, "nothing"), Assert.Single(Kinds(result)));
        Assert.Empty(_store.Flushes);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task An_argument_of_another_type_is_left_out_and_the_event_is_counted()
    {
        (Ping ping, _) = EventSet.Start(_store);
        TrackingResult result = ping.Tracker.TrackByName("e", Values(("user", 1.5)), Values(("label", 3), ("value", "much")));
        await ping.Tracker.FlushAsync();

        Assert.True(result.IsTracked);
        Assert.Equal(
            [(TrackingProblemKind.WrongType, "user"), (TrackingProblemKind.WrongType, "label"), (TrackingProblemKind.WrongType, "value")],
            Kinds(result));
        Assert.Contains("'value' of event 'e' must be a number", result.Problems[2].Message, StringComparison.Ordinal);
        Assert.Equal([EventSet.Total, EventSet.Total + EventSet.Suffix], _store.Counts.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(_store.Sketches);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task What_the_event_does_not_declare_is_named_and_what_it_lacks_too()
    {
        (Ping ping, _) = EventSet.Start(_store);
        TrackingResult undeclared = ping.Tracker.TrackByName(
            "e", Values(("user", 1), ("project", 2)), Values(("label", "x"), ("colour", "red"), ("user", 3)));
        TrackingResult missing = ping.Tracker.TrackByName("e", Values(("user", EventValue.None)), Values(("label", EventValue.None)));

        Assert.Equal([(TrackingProblemKind.Undeclared, "colour"), (TrackingProblemKind.Undeclared, "user")], Kinds(undeclared));
        Assert.Equal([(TrackingProblemKind.Missing, "label"), (TrackingProblemKind.Missing, "user")], Kinds(missing).Order());
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task Without_properties_the_identifiers_may_hold_them()
    {
        (Ping ping, _) = EventSet.Start(_store);
        TrackingResult alone = ping.Tracker.TrackByName("e", Values(("user", 1), ("label", "x")));
        TrackingResult beside = ping.Tracker.TrackByName("e", Values(("user", 1), ("label", "y")), Values(("value", 1)));
        await ping.Tracker.FlushAsync();

        Assert.Empty(alone.Problems);
        Assert.Equal((TrackingProblemKind.Missing, "label"), Assert.Single(Kinds(beside)));
        Assert.Equal(1, _store.Counts[EventSet.Labels + " x"]);
        Assert.False(_store.Counts.ContainsKey(EventSet.Labels + " y"));
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task Identifiers_of_a_product_are_known_by_their_place_and_those_of_other_events_pass()
    {
        TestSet set = new()
        {
            EventPlans =
            {
                new("join", ["member", "user"], [new(CounterKind.Unique, "{hll_counters}_join-member", IsWeekly: true, Argument: 0)]) { Identifiers = 1 },
                new("pay", ["organisation", "amount"], [new(CounterKind.Total, "{event_counters}_pay", IsWeekly: false)]) { Identifiers = 1 },
            },
        };
        await using Ping ping = Ping.Of(builder => Use(builder), set);

        TrackingResult known = ping.Tracker.TrackByName("join", Values(("member", 7), ("organisation", 3)));
        TrackingResult property = ping.Tracker.TrackByName("join", Values(("member", 1.5)), Values(("user", 7), ("member", 7)));
        TrackingResult unknown = ping.Tracker.TrackByName("pay", Values(("organisation", 3), ("department", 3)));
        await ping.Tracker.FlushAsync();

        Assert.Empty(known.Problems);
        Assert.Equal([(TrackingProblemKind.WrongType, "member"), (TrackingProblemKind.Undeclared, "member")], Kinds(property));
        Assert.Equal((TrackingProblemKind.Undeclared, "department"), Assert.Single(Kinds(unknown)));
        Assert.Equal(1, _store.Sketches["{hll_counters}_join-member" + EventSet.Suffix].Count());
    }

    [Fact]
    public async Task Two_sets_that_know_an_event_with_other_arguments_take_those_of_both()
    {
        TestSet other = new()
        {
            SetName = "Other",
            EventPlans =
            {
                new("e", ["tool"],
                [
                    new(CounterKind.Total, EventSet.Total, IsWeekly: false),
                    new(CounterKind.Total, Custom, IsWeekly: false, Filter: [new(0, 9)]),
                ]),
            },
        };
        await using Ping ping = Ping.Of(builder => Use(builder), EventSet.Create(), other);
        TrackingResult result = ping.Tracker.TrackByName("e", Values(("user", 1)), Values(("tool", 9), ("label", "x")));
        await ping.Tracker.FlushAsync();

        Assert.Empty(result.Problems);
        Assert.Equal(1, _store.Counts[EventSet.Total]);
        Assert.Equal(1, _store.Counts[Custom]);
    }

    [Fact]
    public async Task A_program_that_tracks_nothing_says_so()
    {
        (Ping ping, _) = EventSet.Start(_store, options => options.TrackEvents = false);

        Assert.False(ping.Tracker.TrackByName("e", Values(("user", 1)), Values(("label", "x"))).IsTracked);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task Named_counters_are_found_by_their_name_or_their_options()
    {
        await using Ping ping = Ping.Of(builder => Use(builder), Old());
        NamedCounters counters = ping.Tracker.Counters;
        Assert.True(counters.Increment("source_code_pushes").IsTracked);
        Assert.True(counters.Increment("SOURCE_code", "pushes", by: 3).IsTracked);
        Assert.True(counters.Increment("web_ide_previews_count").IsTracked);
        Assert.True(counters.Increment("web_ide", "previews_count", includeUsagePrefix: false).IsTracked);
        Assert.False(counters.Increment("web_ide", "previews_count").IsTracked);
        Assert.Equal(TrackingProblemKind.UnknownCounter, Assert.Single(counters.Increment("e").Problems).Kind);
        await ping.Tracker.FlushAsync();

        Assert.Equal(
            new Dictionary<string, long> { ["USAGE_SOURCE_CODE_PUSHES"] = 4, ["WEB_IDE_PREVIEWS_COUNT"] = 2 },
            _store.Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => counters.Increment("source_code_pushes", by: 0));
    }

    [Fact]
    public async Task Unique_counters_are_found_by_the_name_of_the_event_and_the_property()
    {
        await using Ping ping = Ping.Of(builder => Use(builder), Old());
        NamedCounters counters = ping.Tracker.Counters;
        for (int user = 0; user < 5; user++)
        {
            Assert.True(counters.AddUnique("i_search_total", user % 3).IsTracked);
            Assert.True(counters.AddUnique("o_pipeline", user, "user").IsTracked);
        }

        Assert.Equal(TrackingProblemKind.Missing, Assert.Single(counters.AddUnique("i_search_total", EventValue.None).Problems).Kind);
        Assert.Equal(TrackingProblemKind.UnknownCounter, Assert.Single(counters.AddUnique("o_pipeline", 1).Problems).Kind);
        await ping.Tracker.FlushAsync();

        Assert.Equal(3, _store.Sketches["{hll_counters}_i_search_total" + EventSet.Suffix].Count());
        Assert.Equal(5, _store.Sketches["{hll_counters}_o_pipeline-user" + EventSet.Suffix].Count());
    }

    [Fact]
    public async Task An_old_key_is_found_by_the_name_of_today_also_where_another_set_has_none()
    {
        TestSet library = new() { SetName = "Library" };
        Read(library, "library", new("i_search", "{hll_counters}_i_search_total"), new("pay-user", "{hll_counters}_i_pay"));
        TestSet application = new();
        Read(application, "application", new KeyValuePair<string, string>("i_search", "{hll_counters}_i_search"));
        await using Ping ping = Ping.Of(builder => builder.UseInProcessCounters(), library, application);
        ping.Clock.Set(Ping.RecordedAt.AddDays(-7));
        NamedCounters counters = ping.Tracker.Counters;
        Assert.True(counters.AddUnique("i_search", 1).IsTracked);
        Assert.True(counters.AddUnique("i_search_total", 2).IsTracked);
        Assert.True(counters.AddUnique("pay", 3, "user").IsTracked);
        Assert.False(counters.AddUnique("pay", 4).IsTracked);
        await ping.Tracker.FlushAsync();
        ping.Clock.Set(Ping.RecordedAt);

        Assert.Equal(3, ping.Tracker.Statistics.Tracked);
        Assert.Equal("""{"application":1,"library":3}""", (await ping.CollectAsync()).ToString());
    }

    [Fact]
    public async Task A_metric_over_the_known_event_of_another_set_reads_that_event_under_whatever_key()
    {
        KnownEvent daily = new("i_audit", EventAggregation.Daily) { Slot = "audit" };
        TestSet library = new() { SetName = "Library", KnownEventList = { daily } };
        TestSet application = new();
        Read(application, "overridden", new KeyValuePair<string, string>("i_audit", "{hll_counters}_i_audit_v1"));
        Read(application, "plain", new KeyValuePair<string, string>("i_audit", "{hll_counters}_i_audit"));
        application.AddAggregate("aggregate", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.Counter, ["{hll_counters}_i_audit"]);
        await using Ping ping = Ping.Of(builder => builder.UseInProcessCounters(), library, application);
        ping.Tracker.KnownEventsOf(library)[0].Track([1, 2]);
        Assert.True(ping.Tracker.Counters.AddUnique("i_audit", 3).IsTracked);
        await ping.Tracker.FlushAsync();

        Assert.Equal("""{"aggregate":3,"overridden":3,"plain":3}""", (await ping.CollectAsync()).ToString());
    }

    [Fact]
    public async Task Hashes_count_events_a_field()
    {
        await using Ping ping = Ping.Of(builder => Use(builder).Configure(options => options.HashCounters.Add("POD_LOGS_USAGES")), Old());
        NamedCounters counters = ping.Tracker.Counters;
        counters.IncrementField("POD_LOGS_USAGES", 12);
        counters.IncrementField("POD_LOGS_USAGES", 12);
        counters.IncrementField("POD_LOGS_USAGES", 7);
        Assert.False(counters.IncrementField("OTHER", 7).IsTracked);
        Assert.False(counters.IncrementField("POD_LOGS_USAGES", EventValue.None).IsTracked);
        await ping.Tracker.FlushAsync();

        Assert.Equal(2, _store.Counts["POD_LOGS_USAGES 12"]);
        Assert.Equal(1, _store.Counts["POD_LOGS_USAGES 7"]);
    }

    [Fact]
    public async Task Counters_too_are_left_out_where_the_program_says_so()
    {
        await using Ping ping = Ping.Of(
            builder => Use(builder).Configure(options => options.IsEventEnabled = name => name != "web_ide_previews_count"), Old());

        Assert.False(ping.Tracker.Counters.Increment("web_ide_previews_count").IsTracked);
        Assert.True(ping.Tracker.Counters.Increment("source_code_pushes").IsTracked);
    }

    private ServicePingBuilder Use(ServicePingBuilder builder)
    {
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<ICounterStore>(builder.Services, _store);
        return builder;
    }

    private static TestSet Old()
    {
        TestSet set = EventSet.Create();
        Read(DataSource.Redis, CounterKind.Total, TimeFrame.All, "USAGE_SOURCE_CODE_PUSHES");
        Read(DataSource.Redis, CounterKind.Total, TimeFrame.All, "WEB_IDE_PREVIEWS_COUNT");
        Read(DataSource.RedisHll, CounterKind.Unique, TimeFrame.SevenDays, "{hll_counters}_i_search_total");
        Read(DataSource.RedisHll, CounterKind.Unique, TimeFrame.TwentyEightDays, "{hll_counters}_i_search_total", "{hll_counters}_o_pipeline-user");
        return set;

        void Read(DataSource source, CounterKind kind, TimeFrame window, params string[] keys)
        {
            int slot = set.Add($"counts.m{set.MetricPlans.Count}", source: source, timeFrame: window);
            set.CounterReadPlans.Add(new CounterReadPlan(slot, kind, window, keys));
        }
    }

    /// <summary>A weekly metric over unique counters by name.</summary>
    private static void Read(TestSet set, string keyPath, params KeyValuePair<string, string>[] counters) =>
        set.CounterReadPlans.Add(new CounterReadPlan(
            set.Add(keyPath, source: DataSource.RedisHll, timeFrame: TimeFrame.SevenDays),
            CounterKind.Unique,
            TimeFrame.SevenDays,
            [.. counters.Select(counter => counter.Value)],
            [.. counters.Select(counter => counter.Key)]));

    private static Dictionary<string, EventValue> Values(params (string Name, EventValue Value)[] values) =>
        values.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);

    private static IEnumerable<(TrackingProblemKind Kind, string Name)> Kinds(TrackingResult result) =>
        result.Problems.Select(problem => (problem.Kind, problem.Name));
}
