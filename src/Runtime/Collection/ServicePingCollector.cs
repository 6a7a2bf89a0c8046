using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace ServicePing;

/// <summary>Collects the service ping of this installation.</summary>
/// <remarks>
/// A database, a counter store or a fact that fails gives fallbacks and statuses, never an exception; only cancellation throws.
/// </remarks>
public sealed class ServicePingCollector
{
    private readonly PingProgram _program;
    private readonly IReadOnlyList<IMetricSource> _sources;
    private readonly UnfinishedCollections _unfinished;
    private readonly TimeProvider _clock;
    private readonly Func<string, bool>? _isFeatureEnabled;

    internal ServicePingCollector(
        PingProgram program,
        IEnumerable<IMetricSource> sources,
        UnfinishedCollections unfinished,
        TimeProvider clock,
        IOptions<ServicePingOptions> options)
    {
        _program = program;
        _sources = [.. sources];
        _unfinished = unfinished;
        _clock = clock;
        _isFeatureEnabled = options.Value.IsFeatureEnabled;
    }

    /// <summary>
    /// Computes every metric of the program; goes on with a collection that was begun within
    /// <see cref="ServicePingOptions.ResumeWithin"/> and not finished, for example because its process was killed.
    /// </summary>
    /// <param name="progress">Is told what is being walked and how far; called from several threads.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    public async Task<ServicePingPayload> CollectAsync(
        IProgress<CollectionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        long started = Stopwatch.GetTimestamp();
        await using UnfinishedCollection collection =
            await _unfinished.TakeUpAsync(Now(), cancellationToken).ConfigureAwait(false);
        CollectionRun run = new(_program, _program.Work, collection.RecordedAt, progress)
        {
            Settled = new SettledRelations(collection),
        };
        await ReadAsync(run, cancellationToken).ConfigureAwait(false);

        MetricReading[] readings = [.. _program.Metrics.Index()
            .Where(metric => metric.Item.Status != MetricStatus.Removed)
            .Select(metric => run.Readings[metric.Index]!)];
        ReadOnlyMemory<byte> json = _program.Layout.Write(
            slot => run.Readings[slot] is { Status: not (ReadingStatus.LeftOut or ReadingStatus.SwitchedOff) } reading ? reading.Value : null);
        await collection.CompleteAsync().ConfigureAwait(false);
        CollectionStatistics statistics = run.Meter.Sum(Stopwatch.GetElapsedTime(started), readings) with
        {
            Moments = run.Settled.Moments(_program.Metrics),
            IsResumed = collection.IsResumed,
            ResumeHindrance = collection.Hindrance,
        };
        return new ServicePingPayload(run.RecordedAt, json, readings, statistics);
    }

    /// <summary>Computes one metric alone, and what it adds up.</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    /// <exception cref="ArgumentException">The metric's set is not part of this program.</exception>
    public async Task<MetricResult<T>> CollectAsync<T>(Metric<T> metric, CancellationToken cancellationToken = default)
    {
        int slot = _program.SlotOf(metric.Set, metric.Slot);
        CollectionRun run = new(_program, _program.Work.Only(slot), Now(), progress: null);
        await ReadAsync(run, cancellationToken).ConfigureAwait(false);

        MetricReading reading = run.Readings[slot]!;
        return new MetricResult<T>(Typed<T>(reading.Value), reading.Status, reading.Message);
    }

    private DateTimeOffset Now()
    {
        DateTimeOffset now = _clock.GetUtcNow().ToUniversalTime();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private async Task ReadAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        FeatureFlags.Ask(run, _isFeatureEnabled);
        await Task.WhenAll(_sources.Select(source => ReadAsync(source, run, cancellationToken))).ConfigureAwait(false);
        Composition.Complete(run);
    }

    private static async Task ReadAsync(IMetricSource source, CollectionRun run, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => source.ReadAsync(run, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            foreach (int slot in source.Slots(run.Work).Where(slot => run.Readings[slot] is null))
            {
                run.Readings.Fail(slot, Failure.Of(exception));
            }
        }
    }

    private static T Typed<T>(MetricValue value)
    {
        object? typed =
            typeof(T) == typeof(long) ? value.AsInt64() :
            typeof(T) == typeof(double) ? value.AsDouble() :
            typeof(T) == typeof(decimal) ? value.AsDecimal() :
            typeof(T) == typeof(bool) ? value.AsBoolean() :
            typeof(T) == typeof(JsonElement) ? value.ToJson() :
            value.AsText();
        return (T)typed!;
    }
}
