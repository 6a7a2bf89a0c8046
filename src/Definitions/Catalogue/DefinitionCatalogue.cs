using ServicePing.Definitions.Collections;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Catalogue;

/// <summary>All definitions of a project, with time-frame lists expanded; everything that needs more than one file starts here.</summary>
/// <param name="Metrics">
/// Every metric, one a key path, in the order of <see cref="KeyPathOrder"/>; also those that known events and aggregates give without a
/// definition of their own.
/// </param>
/// <param name="Events">Every event that the program may track, one a name, in ordinal order of the names.</param>
/// <param name="Calculations">Every shared calculation, one a name, in ordinal order of the names.</param>
public sealed record DefinitionCatalogue(
    EquatableArray<Metric> Metrics,
    EquatableArray<EventDefinition> Events,
    EquatableArray<SharedCalculation> Calculations)
{
    /// <summary>Every known event, one a name, in ordinal order of the files, then of the entries: the order of the payload's sections.</summary>
    public EquatableArray<KnownEventDefinition> KnownEvents { get; init; }

    /// <summary>Every aggregate, one a name, in ordinal order of the names.</summary>
    public EquatableArray<AggregateDefinition> Aggregates { get; init; }

    /// <summary>Every old key, one a path, in ordinal order of the paths.</summary>
    public EquatableArray<KeyOverride> KeyOverrides { get; init; }

    /// <summary>The product's own words; GitLab's where nobody declares any.</summary>
    public ProductWords Words { get; init; } = GitLabWords.All;

    /// <summary>What the project's references define: metrics may be made over it, but it is not the project's own.</summary>
    public EquatableArray<ReferencedSet> References { get; init; }
}

/// <summary>One key path of the payload.</summary>
/// <param name="KeyPath">The whole key path, with the suffix of an array <c>time_frame</c>.</param>
/// <param name="TimeFrame">The one period that the value covers.</param>
/// <param name="Definition">The definition it comes from.</param>
public sealed record Metric(string KeyPath, TimeFrame TimeFrame, MetricDefinition Definition)
{
    /// <summary>What supplies the value where the definition has no calculation of its own; null for nothing.</summary>
    public DerivedSet? Derived { get; init; }

    /// <summary>Whether a file in <c>metrics/</c> defines the metric; where not, a known event or an aggregate gives it.</summary>
    public bool IsDefined { get; init; } = true;
}
