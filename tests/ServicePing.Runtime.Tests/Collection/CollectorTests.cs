using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A collection without servers: facts, sums, constants, and the life of definitions.</summary>
public sealed class CollectorTests
{
    [Fact]
    public async Task Recorded_at_is_the_moment_of_the_beginning_in_milliseconds()
    {
        TestSet set = new();
        int slot = set.Add("recorded_at", ValueShape.Text);
        set.FactPlans.Add(new FactPlan(slot, "RecordedAtMetric", "{}", (context, _) => ValueTask.FromResult(MetricValue.From(context.RecordedAt))));
        await using Ping ping = Ping.Of(_ => { }, set);
        ping.Clock.Set(new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.FromHours(1)).AddTicks(1_239_999));

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"recorded_at":"2026-11-21T03:00:00.123Z"}""", payload.ToString());
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 3, 0, 0, 123, TimeSpan.Zero), payload.RecordedAt);
        Assert.Equal(TimeSpan.Zero, payload.RecordedAt.Offset);
    }

    [Fact]
    public async Task The_life_of_a_definition_decides_what_is_sent()
    {
        TestSet set = new();
        set.AddFact("active", () => MetricValue.From(1), ValueShape.Integer);
        set.FactPlans.Add(new FactPlan(set.Add("broken", status: MetricStatus.Broken), "Broken", "{}", (_, _) => ValueTask.FromResult(MetricValue.From(2))));
        set.FactPlans.Add(new FactPlan(set.Add("deprecated", status: MetricStatus.Deprecated), "Old", "{}", (_, _) => throw new InvalidOperationException()));
        int removed = set.Add("removed", status: MetricStatus.Removed);
        set.Add("unplanned", unplanned: "Its class is not ours.");
        await using Ping ping = Ping.Of(_ => { }, set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"active":1,"broken":2,"deprecated":-1000,"unplanned":-1}""", payload.ToString());
        Assert.Equal(
            [ReadingStatus.Ok, ReadingStatus.Ok, ReadingStatus.Deprecated, ReadingStatus.NotImplemented],
            payload.Metrics.Select(metric => metric.Status));
        Assert.Equal("Its class is not ours.", payload.Metrics[3].Message);
        Assert.Equal(2, payload.Statistics.MetricsByStatus[ReadingStatus.Ok]);
        Assert.Equal(ReadingStatus.Removed, (await ping.Collector.CollectAsync(new Metric<long>(set, removed))).Status);
    }

    [Fact]
    public async Task A_fact_that_fails_or_is_missing_gives_the_fallback_of_its_type()
    {
        TestSet set = new();
        set.AddFact("boolean", () => throw new InvalidOperationException("No setting."), ValueShape.Boolean);
        set.AddFact("number", () => throw new InvalidOperationException("No number."), ValueShape.Integer);
        set.AddFact("object", () => throw new InvalidOperationException("No object."), ValueShape.Json);
        set.AddFact("text", () => throw new InvalidOperationException("No text."));
        set.AddFact("well", () => MetricValue.From("well"));
        set.FactPlans.Add(new FactPlan(set.Add("missing", ValueShape.Boolean), "MissingMetric", "{}", Read: null));
        await using Ping ping = Ping.Of(_ => { }, set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"boolean":null,"missing":null,"number":-1,"object":-1,"text":null,"well":"well"}""", payload.ToString());
        Assert.Equal((ReadingStatus.Failed, "No setting."), (payload.Metrics[0].Status, payload.Metrics[0].Message));
        Assert.Equal(ReadingStatus.NotImplemented, payload.Metrics[1].Status);
        Assert.Contains("MissingMetric", payload.Metrics[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fact_that_hangs_is_given_up()
    {
        TestSet set = new();
        int slow = set.Add("slow", ValueShape.Text);
        set.FactPlans.Add(new FactPlan(slow, "SlowMetric", "{}", async (_, _) =>
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return MetricValue.Null;
        }));
        set.AddFact("well", () => MetricValue.From("well"));
        await using Ping ping = Ping.Of(builder => builder.Configure(options => options.FactTimeout = TimeSpan.FromMilliseconds(100)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal([ReadingStatus.TimedOut, ReadingStatus.Ok], payload.Metrics.Select(metric => metric.Status));
    }

    [Fact]
    public async Task A_fact_gets_the_options_of_its_definition_and_scoped_services()
    {
        TestSet set = new();
        int slot = set.Add("fact", ValueShape.Text, timeFrame: TimeFrame.SevenDays);
        set.FactPlans.Add(new FactPlan(slot, "OptionMetric", """{"setting":{"name":"x"}}""", (context, _) => ValueTask.FromResult(MetricValue.From(
            $"{context.KeyPath} {context.TimeFrame} {context.Options.GetProperty("setting").GetProperty("name").GetString()} {context.Services.GetRequiredService<Scoped>().Name}"))));
        await using Ping ping = Ping.Of(builder => builder.Services.AddScoped<Scoped>(), set);

        Assert.Equal("fact SevenDays x scoped", (await ping.Collector.CollectAsync(new Metric<string>(set, slot))).Value);
    }

    [Fact]
    public async Task Sums_add_metrics_and_sums_of_metrics()
    {
        TestSet set = new();
        int one = set.AddFact("one", () => MetricValue.From(1), ValueShape.Integer);
        int half = set.AddFact("half", () => MetricValue.From(0.5), ValueShape.Double);
        int failed = set.AddFact("failed", () => throw new InvalidOperationException("Down."), ValueShape.Integer);
        int negative = set.AddFact("negative", () => MetricValue.From(-5), ValueShape.Integer);
        int total = AddSum(set, "total", ValueShape.Integer, one, one, one);
        AddSum(set, "a_total_of_totals", ValueShape.Double, total, half);
        AddSum(set, "none", ValueShape.Integer);
        AddSum(set, "spoilt", ValueShape.Integer, one, failed);
        AddSum(set, "below", ValueShape.Integer, one, negative);
        int self = set.Add("self");
        set.CompositePlans.Add(new CompositePlan(self, CompositeOperation.Add, [one, self]));
        await using Ping ping = Ping.Of(_ => { }, set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            """{"a_total_of_totals":3.5,"below":-1,"failed":-1,"half":0.5,"negative":-5,"none":0,"one":1,"self":-1,"spoilt":-1,"total":3}""",
            payload.ToString());
        Assert.Equal("'failed', which is added, has no value: Down.", payload.Metrics.Single(metric => metric.KeyPath == "spoilt").Message);
        long alone = await ping.Collector.CollectAsync(new Metric<long>(set, total));
        Assert.Equal(3, alone);
    }

    [Fact]
    public async Task Constants_are_what_the_definition_says()
    {
        TestSet set = new();
        set.ConstantPlans.Add(new ConstantPlan(set.Add("number"), "999"));
        set.ConstantPlans.Add(new ConstantPlan(set.Add("text", ValueShape.Text), "\"none\""));
        set.ConstantPlans.Add(new ConstantPlan(set.Add("flag", ValueShape.Boolean), "true"));
        set.ConstantPlans.Add(new ConstantPlan(set.Add("object", ValueShape.Json), "{\"a\":1}"));
        await using Ping ping = Ping.Of(_ => { }, set);

        Assert.Equal("""{"flag":true,"number":999,"object":{"a":1},"text":"none"}""", (await ping.CollectAsync()).ToString());
        Assert.Equal(999, (await ping.Collector.CollectAsync(new Metric<long>(set, 0))).Value);
        Assert.True((await ping.Collector.CollectAsync(new Metric<bool>(set, 2))).Value);
        Assert.Equal(JsonValueKind.Object, (await ping.Collector.CollectAsync(new Metric<JsonElement>(set, 3))).Value.ValueKind);
    }

    [Fact]
    public async Task A_source_that_breaks_harms_no_other()
    {
        TestSet set = new();
        set.AddFact("well", () => MetricValue.From("well"));
        set.AddCounter("counter", CounterKind.Total, TimeFrame.All, "x");
        await using Ping ping = Ping.Of(builder => builder.Services.AddSingleton<ICounterStore, BrokenStore>(), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"counter":-1,"well":"well"}""", payload.ToString());
        Assert.Equal((ReadingStatus.Failed, "Broken."), (payload.Metrics[0].Status, payload.Metrics[0].Message));
    }

    [Fact]
    public async Task A_number_that_its_type_cannot_hold_is_a_failure()
    {
        TestSet set = new();
        set.AddFact("big", () => MetricValue.From(1e20m), ValueShape.Integer);
        set.AddFact("huge", () => MetricValue.From(1e300), ValueShape.Decimal);
        await using Ping ping = Ping.Of(_ => { }, set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"big":-1,"huge":-1}""", payload.ToString());
        Assert.Equal(ReadingStatus.Failed, (await ping.Collector.CollectAsync(new Metric<decimal>(set, 1))).Status);
    }

    [Fact]
    public async Task A_ratio_is_a_quotient_or_says_why_it_is_none()
    {
        TestSet set = new();
        int one = set.AddFact("one", () => MetricValue.From(1), ValueShape.Integer);
        int three = set.AddFact("three", () => MetricValue.From(3), ValueShape.Integer);
        int price = set.AddFact("price", () => MetricValue.From(0.10m), ValueShape.Decimal);
        int zero = set.AddFact("zero", () => MetricValue.From(0), ValueShape.Integer);
        int failed = set.AddFact("failed", () => throw new InvalidOperationException("Down."), ValueShape.Integer);
        int late = set.AddFact("late", () => throw new TimeoutException("Late."), ValueShape.Integer);
        int text = set.AddFact("text", () => MetricValue.From("a"), ValueShape.Text);
        int negative = set.AddFact("negative", () => MetricValue.From(-1), ValueShape.Integer);
        int large = set.AddFact("large", () => MetricValue.From(1e300), ValueShape.Double);
        int small = set.AddFact("small", () => MetricValue.From(1e-300), ValueShape.Double);
        (string KeyPath, int Numerator, int Denominator, string Json, ReadingStatus Status, string? Message)[] cases =
        [
            ("third", one, three, "0.3333333333333333", ReadingStatus.Ok, null),
            ("triple", three, one, "3", ReadingStatus.Ok, null),
            ("of_a_decimal", price, three, "0.03333333333333333", ReadingStatus.Ok, null),
            ("nothing_of_something", zero, three, "0", ReadingStatus.Ok, null),
            ("by_zero", three, zero, "-1", ReadingStatus.NoData, "The denominator is 0."),
            ("zero_by_zero", zero, zero, "-1", ReadingStatus.NoData, "The denominator is 0."),
            ("of_failed", failed, three, "-1", ReadingStatus.Failed, "'failed', the numerator, has no value: Down."),
            ("by_failed", zero, failed, "-1", ReadingStatus.Failed, "'failed', the denominator, has no value: Down."),
            ("by_late", one, late, "-1", ReadingStatus.TimedOut, "'late', the denominator, has no value: Late."),
            ("of_text", text, one, "-1", ReadingStatus.Failed, "A part is not a number."),
            ("of_negative", negative, one, "-1", ReadingStatus.Failed, "A part is negative."),
            ("too_large", large, small, "-1", ReadingStatus.Failed, "The quotient is too large for a floating-point number."),
            ("too_small", small, large, "-1", ReadingStatus.Failed, "The quotient is too small for a floating-point number."),
        ];
        foreach ((string keyPath, int numerator, int denominator, _, _, _) in cases)
        {
            AddRatio(set, keyPath, numerator, denominator);
        }

        int byZero = set.MetricPlans.FindIndex(metric => metric.KeyPath == "by_zero");
        int both = AddRatio(set, "of_no_data", byZero, failed);
        AddRatio(set, "ratio_of_ratios", set.MetricPlans.FindIndex(metric => metric.KeyPath == "third"), byZero);
        int self = set.Add("self", ValueShape.Double);
        set.CompositePlans.Add(new CompositePlan(self, CompositeOperation.Ratio, [one, self]));
        await using Ping ping = Ping.Of(_ => { }, set);

        ServicePingPayload payload = await ping.CollectAsync();

        Dictionary<string, MetricReading> readings = payload.Metrics.ToDictionary(metric => metric.KeyPath);
        Assert.Equal(
            cases.Select(one => (one.KeyPath, one.Json, one.Status, one.Message)),
            cases.Select(one => readings[one.KeyPath]).Select(reading => (reading.KeyPath, reading.Value.ToString(), reading.Status, reading.Message)));
        Assert.Equal((ReadingStatus.Failed, ReadingStatus.NoData, ReadingStatus.Failed),
            (readings["of_no_data"].Status, readings["ratio_of_ratios"].Status, readings["self"].Status));
        Assert.Equal(1.0 / 3, (await ping.Collector.CollectAsync(new Metric<double>(set, set.MetricPlans.FindIndex(metric => metric.KeyPath == "third")))).Value);
        Assert.Equal(ReadingStatus.Failed, (await ping.Collector.CollectAsync(new Metric<double>(set, both))).Status);
    }

    private static int AddRatio(TestSet set, string keyPath, int numerator, int denominator)
    {
        int slot = set.Add(keyPath, ValueShape.Double);
        set.CompositePlans.Add(new CompositePlan(slot, CompositeOperation.Ratio, [numerator, denominator]));
        return slot;
    }

    private static int AddSum(TestSet set, string keyPath, ValueShape shape, params int[] parts)
    {
        int slot = set.Add(keyPath, shape);
        set.CompositePlans.Add(new CompositePlan(slot, CompositeOperation.Add, parts));
        return slot;
    }

    private sealed class Scoped
    {
        public string Name { get; } = "scoped";
    }

    private sealed class BrokenStore : ICounterStore
    {
        public Task<IReadOnlyList<WriteOutcome>> WriteAsync(CounterFlush flush) =>
            throw new NotSupportedException("Broken.");

        public Task<IReadOnlyList<CounterReply>> ReadAsync(IReadOnlyList<CounterRead> reads, CollectionMeter meter, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Broken.");
    }
}
