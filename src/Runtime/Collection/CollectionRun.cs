using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>One collection under way: what is to be computed, from which moment, and what has been found so far.</summary>
internal sealed class CollectionRun(
    PingProgram program,
    PingWork work,
    DateTimeOffset recordedAt,
    IProgress<CollectionProgress>? progress)
{
    internal IReadOnlyList<MetricPlan> Metrics => program.Metrics;

    internal IReadOnlyCollection<MetricSet> Sets => program.Sets;

    internal KnownEventTable KnownEvents => program.KnownEvents;

    internal PingWork Work { get; } = work;

    /// <summary>The moment from which every window is computed.</summary>
    internal DateTimeOffset RecordedAt { get; } = recordedAt;

    /// <summary>The relations that have been read.</summary>
    internal SettledRelations Settled { get; init; } = new();

    /// <summary>The sketches that database metrics keep for aggregates.</summary>
    internal KeptSketches Sketches { get; } = new();

    internal Readings Readings { get; } = new(program.Metrics);

    internal CollectionMeter Meter { get; } = new(progress);
}

/// <summary>One kind of source of values; the sources of a collection run side by side.</summary>
internal interface IMetricSource
{
    /// <summary>The slots that the source sets.</summary>
    IEnumerable<int> Slots(PingWork work);

    /// <summary>Sets every one of its slots, to a value or a fallback. Only cancellation may throw.</summary>
    Task ReadAsync(CollectionRun run, CancellationToken cancellationToken);
}
