using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;

namespace ServicePing.Generators.Models;

/// <summary>Everything that is generated for a metric set, a projection for each output.</summary>
internal sealed record SetModel
{
    public EquatableArray<MemberFile> Members { get; init; }

    public EquatableArray<TablePart<MetricRow>> Metrics { get; init; }

    public EquatableArray<RelationFile> Relations { get; init; }

    public EquatableArray<TablePart<CounterRow>> Counters { get; init; }

    public EquatableArray<TablePart<AggregatePlan>> Aggregates { get; init; }

    public EquatableArray<TablePart<KnownEventDefinition>> KnownEvents { get; init; }

    public EquatableArray<KnownEventMethods> KnownEventMethods { get; init; }

    public EquatableArray<TablePart<EventRow>> Events { get; init; }

    public EquatableArray<EventMethods> EventMethods { get; init; }

    public EquatableArray<TablePart<FactPlan>> Facts { get; init; }

    public FactCalls? FactCalls { get; init; }

    public EquatableArray<TablePart<SumPlan>> Sums { get; init; }

    public EquatableArray<TablePart<ConstantPlan>> Constants { get; init; }

    public ReferencedMetrics? ReferencedMetrics { get; init; }

    public SetClass? Class { get; init; }

    /// <summary>The files that could not be read, by a defect of the reader.</summary>
    public EquatableArray<StageFailure> Failures { get; init; }

    /// <summary>The definitions that are left out, since planning fails at them; none when all went well.</summary>
    public EquatableArray<Culprit> Culprits { get; init; }
}
