using System.Diagnostics;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Databases;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Resume;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>Collects the service ping of this installation.</summary>
/// <remarks>
/// A database, a counter store or a fact that fails gives fallbacks and statuses, never an exception; only cancellation throws.
/// </remarks>
public sealed class ServicePingCollector
{
    private readonly PingProgram _program;
    private readonly ServicePingCatalogue _catalogue;
    private readonly IReadOnlyList<IMetricSource> _sources;
    private readonly UnfinishedCollections _unfinished;
    private readonly Availability _availability;
    private readonly EventTracker _tracker;
    private readonly CollectionWatch _watch;
    private readonly TimeProvider _clock;
    private readonly IOptions<ServicePingOptions> _options;

    internal ServicePingCollector(
        PingProgram program,
        ServicePingCatalogue catalogue,
        IEnumerable<IMetricSource> sources,
        UnfinishedCollections unfinished,
        Availability availability,
        EventTracker tracker,
        CollectionWatch watch,
        TimeProvider clock,
        IOptions<ServicePingOptions> options)
    {
        _program = program;
        _catalogue = catalogue;
        _sources = [.. sources];
        _unfinished = unfinished;
        _availability = availability;
        _tracker = tracker;
        _watch = watch;
        _clock = clock;
        _options = options;
    }

    /// <summary>
    /// Computes every metric of the program; goes on with a collection that was begun within
    /// <see cref="ServicePingOptions.ResumeWithin"/> and not finished, for example because its process was killed. Events of this process
    /// that wait in memory are written first.
    /// </summary>
    /// <param name="progress">Is told what is being walked and how far; called from several threads.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    public Task<ServicePingPayload> CollectAsync(
        IProgress<CollectionProgress>? progress = null,
        CancellationToken cancellationToken = default) => CollectAsync(PingPermissions.Everything, progress, cancellationToken);

    /// <summary>
    /// Computes the metrics that are permitted, and nothing else: no statement, command, fact or question about a feature flag serves a
    /// metric that is not, unless a permitted one adds it up or takes its sketch. What is not permitted is absent from the JSON, and
    /// <see cref="ReadingStatus.NotPermitted"/> in <see cref="ServicePingPayload.Metrics"/>.
    /// </summary>
    /// <param name="permissions">What the ping may hold. An unfinished collection is gone on with only where it was begun with the same.</param>
    /// <param name="progress">Is told what is being walked and how far; called from several threads.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    public Task<ServicePingPayload> CollectAsync(
        PingPermissions permissions,
        IProgress<CollectionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        return CollectAsync(() => ScopeOf(permissions), CollectionKind.Payload, progress, cancellationToken);
    }

    /// <summary>Computes what is permitted and does not come of a database; nothing is sent to one.</summary>
    internal Task<ServicePingPayload> CollectWithoutSqlAsync(PingPermissions permissions, CancellationToken cancellationToken) =>
        CollectAsync(() => ScopeOf(permissions).WithoutSql(_program), CollectionKind.NonSql, progress: null, cancellationToken);

    /// <summary>Computes what a secondary site reports of itself, as far as it is permitted, and nothing else.</summary>
    internal Task<ServicePingPayload> CollectForSiteAsync(
        PingPermissions permissions, IProgress<CollectionProgress>? progress, CancellationToken cancellationToken) => CollectAsync(
        () => ScopeOf(permissions).Only(_program, _program.Work.Sites.SelectMany(list => list.Parts)),
        CollectionKind.Site,
        progress,
        cancellationToken);

    private PingScope ScopeOf(PingPermissions permissions)
    {
        foreach (string unmatched in ProgramPermissions.Unmatched(permissions, _program.Metrics, _catalogue))
        {
            _watch.Log.LogUnmatched(unmatched);
        }

        return PingScope.Of(_program, _catalogue, permissions);
    }

    private Task<ServicePingPayload> CollectAsync(
        Func<PingScope> makeScope,
        CollectionKind kind,
        IProgress<CollectionProgress>? progress,
        CancellationToken cancellationToken) => _watch.WatchAsync(kind, async () =>
    {
        long started = Stopwatch.GetTimestamp();

        // Whoever asks for a ping looks for what they have just done.
        await _tracker.FlushAsync(cancellationToken).ConfigureAwait(false);
        PingScope scope = await _availability.AskAsync(_program, makeScope(), cancellationToken).ConfigureAwait(false);
        string? uuid = _options.Value.Uuid;
        await using UnfinishedCollection collection =
            await _unfinished.TakeUpAsync(scope, Now(), cancellationToken).ConfigureAwait(false);
        CollectionRun run = new(_program, scope, collection.RecordedAt, progress)
        {
            Settled = new SettledRelations(collection.Earlier, collection.KeepAsync),
        };
        await ReadAsync(run, cancellationToken).ConfigureAwait(false);

        MetricReading[] readings = ReadingsOf(run);
        ReadOnlyMemory<byte> json = JsonOf(run);
        await collection.CompleteAsync().ConfigureAwait(false);
        if (collection.Hindrance is { } hindrance && scope.Work.Relations.Count > 0 && _options.Value.ResumeWithin > TimeSpan.Zero)
        {
            _watch.Log.LogHindered(hindrance);
        }

        CollectionStatistics statistics = run.Meter.Sum(Stopwatch.GetElapsedTime(started), readings) with
        {
            Moments = run.Settled.Moments(_program.Metrics),
            IsResumed = collection.IsResumed,
            ResumeHindrance = collection.Hindrance,
        };
        return (new ServicePingPayload(run.RecordedAt, json, readings, statistics, uuid, _catalogue), run, statistics);
    }, cancellationToken);

    /// <summary>Computes one metric alone, and what it adds up.</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    /// <exception cref="ArgumentException">The metric's set is not part of this program.</exception>
    public Task<MetricResult<T>> CollectAsync<T>(Metric<T> metric, CancellationToken cancellationToken = default) =>
        OneAsync(metric, CollectionKind.Metric, cancellationToken);

    /// <summary>
    /// Computes every metric with the week that is running, for a look while developing: counters of 7 days are those of this week so far,
    /// those of 28 days the three weeks before as well. What databases, facts and counters of all time give is what a payload has. Events
    /// of this process that wait in memory are written first. Nothing is kept, resumed or sent; it costs what a collection costs.
    /// </summary>
    /// <param name="cancellationToken">Ends the preview.</param>
    public Task<ServicePingPreview> PreviewAsync(CancellationToken cancellationToken = default) =>
        _watch.WatchAsync(CollectionKind.Preview, async () =>
        {
            long started = Stopwatch.GetTimestamp();
            await _tracker.FlushAsync(cancellationToken).ConfigureAwait(false);
            long pending = _tracker.Statistics.Pending;
            PingScope scope = await _availability.AskAsync(_program, PingScope.Everything(_program), cancellationToken).ConfigureAwait(false);
            CollectionRun run = new(_program, scope, Now(), progress: null) { IsPreview = true };
            await ReadAsync(run, cancellationToken).ConfigureAwait(false);

            MetricReading[] readings = ReadingsOf(run);
            CollectionStatistics statistics = run.Meter.Sum(Stopwatch.GetElapsedTime(started), readings) with
            {
                Moments = run.Settled.Moments(_program.Metrics),
            };
            return (new ServicePingPreview(run.RecordedAt, JsonOf(run), readings, statistics, pending), run, statistics);
        }, cancellationToken);

    /// <summary>Computes one metric alone with the week that is running, as <see cref="PreviewAsync(CancellationToken)"/> does.</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <param name="cancellationToken">Ends the preview.</param>
    /// <exception cref="ArgumentException">The metric's set is not part of this program.</exception>
    public async Task<MetricResult<T>> PreviewAsync<T>(Metric<T> metric, CancellationToken cancellationToken = default)
    {
        await _tracker.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await OneAsync(metric, CollectionKind.Preview, cancellationToken).ConfigureAwait(false);
    }

    private async Task<MetricResult<T>> OneAsync<T>(Metric<T> metric, CollectionKind kind, CancellationToken cancellationToken)
    {
        int slot = _program.SlotOf(metric.Set, metric.Slot);
        return await _watch.WatchAsync(kind, async () =>
        {
            long started = Stopwatch.GetTimestamp();
            PingScope scope = await _availability.AskAsync(_program, PingScope.Of(_program, slot), cancellationToken).ConfigureAwait(false);
            CollectionRun run = new(_program, scope, Now(), progress: null)
            {
                OnlySlot = slot,
                IsPreview = kind == CollectionKind.Preview,
            };
            await ReadAsync(run, cancellationToken).ConfigureAwait(false);
            CollectionStatistics statistics = run.Meter.Sum(Stopwatch.GetElapsedTime(started), [run.Readings[slot]!]);
            return (ResultOf<T>(run.Readings[slot]!), run, statistics);
        }, cancellationToken).ConfigureAwait(false);
    }

    private DateTimeOffset Now() => Timestamp.InMilliseconds(_clock.GetUtcNow());

    private async Task ReadAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        foreach ((int slot, UnavailableMetric metric) in run.Scope.Unavailable)
        {
            if (metric.Failure is null)
            {
                run.Readings.LeaveOut(slot, metric.Reason);
            }
            else
            {
                run.Readings.Fail(slot, metric.Failure);
            }
        }

        FeatureFlags.Ask(run, _options.Value.IsFeatureEnabled);
        foreach (int slot in run.Scope.NotQueried.Where(slot => run.Readings[slot] is null))
        {
            run.Readings.NotQueried(slot);
        }

        await Task.WhenAll(_sources.Select(source => ReadAsync(source, source.ReadAsync, run, cancellationToken))).ConfigureAwait(false);
        await Task.WhenAll(_sources.Select(source => ReadAsync(source, source.ReadLastAsync, run, cancellationToken))).ConfigureAwait(false);
        Composition.Complete(run);
    }

    private static async Task ReadAsync(
        IMetricSource source,
        Func<CollectionRun, CancellationToken, Task> read,
        CollectionRun run,
        CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => read(run, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            foreach (int slot in source.Slots(run.Work).Where(slot => run.Readings[slot] is null))
            {
                run.Readings.Fail(slot, Failure.Of(exception));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What failed at the moment of the cancellation is no answer to who cancelled.
            throw new OperationCanceledException("The collection was cancelled.", exception, cancellationToken);
        }
    }

    private MetricReading[] ReadingsOf(CollectionRun run) =>
    [
        .. _program.Metrics.Index()
            .Where(metric => metric.Item.Status != MetricStatus.Removed && run.Readings[metric.Index]!.Status != ReadingStatus.Removed)
            .Select(metric => run.Scope.RefusalOf(metric.Index) is { } refusal
                ? new MetricReading(
                    metric.Item.KeyPath, MetricValue.Null, ReadingStatus.NotPermitted, refusal, TimeSpan.Zero, metric.Item.DataSource)
                : run.Readings[metric.Index]!),
    ];

    private ReadOnlyMemory<byte> JsonOf(CollectionRun run) => _program.Layout.Write(slot =>
        run.Scope.IsWanted(slot)
        && run.Readings[slot] is { Status: not (ReadingStatus.LeftOut or ReadingStatus.SwitchedOff or ReadingStatus.Removed) } reading
            ? reading.Value
            : null);

    /// <summary>A value that the type cannot hold is none: a number is never changed.</summary>
    private static MetricResult<T> ResultOf<T>(MetricReading reading) =>
        reading.Value.TryAs(out T value) || reading.Status != ReadingStatus.Ok
            ? new MetricResult<T>(value, reading.Status, reading.Message)
            : new MetricResult<T>(value, ReadingStatus.Failed, $"The value {reading.Value} is none that a {typeof(T).Name} holds.");
}
