using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Model;

/// <summary>The meaning of one file: what the definitions in it say, without positions.</summary>
/// <remarks>Two texts that differ only in comments, white space or quoting give equal values.</remarks>
public sealed record DefinitionFile
{
    /// <summary>The metrics of the file.</summary>
    public EquatableArray<MetricDefinition> Metrics { get; init; }

    /// <summary>The events of the file.</summary>
    public EquatableArray<EventDefinition> Events { get; init; }

    /// <summary>The shared calculations of the file.</summary>
    public EquatableArray<SharedCalculation> Calculations { get; init; }

    /// <summary>The known events of the file.</summary>
    public EquatableArray<KnownEventDefinition> KnownEvents { get; init; }

    /// <summary>The aggregates of the file.</summary>
    public EquatableArray<AggregateDefinition> Aggregates { get; init; }

    /// <summary>The old keys of renamed events in the file.</summary>
    public EquatableArray<KeyOverride> KeyOverrides { get; init; }

    /// <summary>The product's own words, where the file declares them.</summary>
    public ProductWords? Words { get; init; }
}
