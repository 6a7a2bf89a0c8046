using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>What a collector of measurements and spans hears of collections.</summary>
public sealed class CollectionInstrumentsTests
{
    private const string ParentsName = "ServicePing.Tests.CollectionInstruments";

    private static readonly ActivitySource Parents = new(ParentsName);

    [Fact]
    public async Task A_collection_is_measured_with_its_metrics_by_status()
    {
        TestSet set = Set();
        using Measurements heard = new();
        await using Ping ping = heard.Start(set);

        await ping.CollectAsync();

        Assert.Equal(
            [
                "serviceping.collection.metrics 1 serviceping.collection.kind=collection serviceping.metric.status=failed",
                "serviceping.collection.metrics 2 serviceping.collection.kind=collection serviceping.metric.status=ok",
                "serviceping.collection.redis.round_trips 0 serviceping.collection.kind=collection",
                "serviceping.collection.rows 0 serviceping.collection.kind=collection",
                "serviceping.collection.statements 0 serviceping.collection.kind=collection",
                "serviceping.collections.ended 1 serviceping.collection.kind=collection serviceping.collection.outcome=completed",
            ],
            heard.Lines.Where(line => !line.StartsWith("serviceping.collection.duration", StringComparison.Ordinal)));
        string duration = Assert.Single(heard.Lines, line => line.StartsWith("serviceping.collection.duration", StringComparison.Ordinal));
        Assert.EndsWith(" serviceping.collection.kind=collection serviceping.collection.outcome=completed", duration, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metric_alone_and_a_preview_are_told_from_payloads()
    {
        TestSet set = Set();
        using Measurements heard = new();
        await using Ping ping = heard.Start(set);

        await ping.Collector.CollectAsync(new Metric<long>(set, 0));
        await ping.Collector.PreviewAsync();

        Assert.Equal(
            ["metric", "preview"],
            heard.Lines
                .Where(line => line.StartsWith("serviceping.collections.ended", StringComparison.Ordinal))
                .Select(line => line.Split("kind=")[1].Split(' ')[0])
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_collection_that_gives_nothing_is_measured_with_how_it_ended()
    {
        ThrowingClock clock = new();
        using Measurements heard = new();
        await using Ping ping = heard.Start(Set(), clock);
        using CancellationTokenSource end = new();
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping.Collector.CollectAsync(cancellationToken: end.Token));
        clock.Throws = true;
        Exception thrown = await Assert.ThrowsAsync<InvalidOperationException>(ping.CollectAsync);

        Assert.Equal(
            [
                $"serviceping.collections.ended 1 error.type={thrown.GetType().FullName} serviceping.collection.kind=collection serviceping.collection.outcome=failed",
                "serviceping.collections.ended 1 serviceping.collection.kind=collection serviceping.collection.outcome=cancelled",
            ],
            heard.Lines.Where(line => line.StartsWith("serviceping.collections.ended", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_collection_is_a_span_of_the_program_that_asks_for_it()
    {
        TestSet set = Set();
        ConcurrentBag<Activity> spans = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name is "ServicePing" or ParentsName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using Ping ping = Ping.Of(_ => { }, set);
        using Activity parent = Parents.StartActivity("request")!;

        await ping.CollectAsync();

        // Other tests collect meanwhile.
        Activity span = Assert.Single(spans, span => span.ParentId == parent.Id);
        Assert.Equal("serviceping.collect", span.OperationName);
        Assert.Equal(
            [("serviceping.collection.kind", "collection"), ("serviceping.collection.outcome", "completed"),
                ("serviceping.metrics.ok", 2), ("serviceping.metrics.failed", 1)],
            span.TagObjects.Select(tag => (tag.Key, tag.Value)));
    }

    private static TestSet Set()
    {
        TestSet set = new();
        set.AddFact("a", () => MetricValue.From(1), ValueShape.Integer);
        set.AddFact("b", () => MetricValue.From(1), ValueShape.Integer);
        set.AddFact("c", () => throw new InvalidOperationException(), ValueShape.Integer);
        return set;
    }

    /// <summary>What the instruments of one program say, which has a factory of meters of its own.</summary>
    private sealed class Measurements : IMeterFactory
    {
        private readonly ConcurrentBag<string> _lines = [];
        private readonly MeterListener _listener;
        private Meter? _meter;

        internal Measurements()
        {
            _listener = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Meter == _meter)
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        }

        public IEnumerable<string> Lines => _lines.Order(StringComparer.Ordinal);

        public Ping Start(MetricSet set, TimeProvider? clock = null) => Ping.Of(
            builder => builder.Services.AddSingleton<IMeterFactory>(this).AddSingleton(clock ?? new SettableClock(Ping.RecordedAt)), set);

        public Meter Create(MeterOptions options)
        {
            _meter = new Meter(options);
            _listener.Start();
            return _meter;
        }

        public void Dispose() => _listener.Dispose();

        private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _lines.Add(
            $"{instrument.Name} {value} {string.Join(' ', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))}");
    }
}
