using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Models;

/// <summary>Everything that is generated for a metric set, a projection for each output.</summary>
internal sealed record SetModel
{
    public EquatableArray<MemberFile> Members { get; init; }

    public EquatableArray<RelationFile> Relations { get; init; }

    public MetricTable? Metrics { get; init; }

    public RelationTable? RelationTable { get; init; }

    public CounterTable? Counters { get; init; }

    public AggregateTable? Aggregates { get; init; }

    public KnownEventTable? KnownEvents { get; init; }

    public KnownEventMethods? KnownEventMethods { get; init; }

    public EventTable? Events { get; init; }

    public EventMethods? EventMethods { get; init; }

    public FactTable? Facts { get; init; }

    public SumTable? Sums { get; init; }

    public ConstantTable? Constants { get; init; }

    public ReferencedMetrics? ReferencedMetrics { get; init; }

    public SetClass? Class { get; init; }

    /// <summary>Why there is no model; null when all went well.</summary>
    public string? Failure { get; init; }
}
