using ServicePing.Runtime.Aggregates;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Databases;
using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Collection;

/// <summary>One collection under way: what is to be computed, from which moment, and what has been found so far.</summary>
internal sealed class CollectionRun(
    PingProgram program,
    PingScope scope,
    DateTimeOffset recordedAt,
    IProgress<CollectionProgress>? progress)
{
    internal IReadOnlyList<MetricPlan> Metrics => program.Metrics;

    internal IReadOnlyCollection<MetricSet> Sets => program.Sets;

    internal KnownEventTable KnownEvents => program.KnownEvents;

    internal PingScope Scope => scope;

    internal PingWork Work => scope.Work;

    /// <summary>The moment from which every window is computed.</summary>
    internal DateTimeOffset RecordedAt { get; } = recordedAt;

    /// <summary>The one metric that is computed alone; null in a collection.</summary>
    internal int? OnlySlot { get; init; }

    /// <summary>Whether the week that is running counts as well, which no payload may do.</summary>
    internal bool IsPreview { get; init; }

    /// <summary>The moment before whose week weekly counters are read: those of complete weeks, unless it is a preview.</summary>
    internal DateTimeOffset WeeksUntil => IsPreview ? RecordedAt.AddDays(IsoWeek.Days) : RecordedAt;

    /// <summary>The relations that have been read.</summary>
    internal SettledRelations Settled { get; init; } = new([]);

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

    /// <summary>Sets the slots that can be set only when all sources have set theirs; none unless a source has some.</summary>
    Task ReadLastAsync(CollectionRun run, CancellationToken cancellationToken) => Task.CompletedTask;
}
