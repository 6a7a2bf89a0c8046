using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;

namespace ServicePing.Generators.Models;

/// <summary>Everything that is generated for a metric set, a projection for each output, but the words for people.</summary>
internal sealed record SetModel
{
    /// <summary>Nothing.</summary>
    public static SetModel Empty { get; } = new();

    /// <summary>The definition that each slot comes from, as far as planning reads it.</summary>
    public EquatableArray<MetricDefinition> Definitions { get; init; }

    /// <summary>Where the words of each slot are; null for what is derived, whose definition has its words itself.</summary>
    public EquatableArray<WordPlace?> MetricWords { get; init; }

    /// <summary>Where the words of each event are, in the order of <see cref="EventNames"/>.</summary>
    public EquatableArray<WordPlace> EventWords { get; init; }

    public EquatableArray<MemberFile> Members { get; init; }

    public EquatableArray<TablePart<MetricRow>> Metrics { get; init; }

    public EquatableArray<RelationFile> Relations { get; init; }

    public EquatableArray<TablePart<CounterRow>> Counters { get; init; }

    public EquatableArray<TablePart<AggregatePlan>> Aggregates { get; init; }

    public EquatableArray<TablePart<KnownEventDefinition>> KnownEvents { get; init; }

    public EquatableArray<KnownEventMethods> KnownEventMethods { get; init; }

    public EquatableArray<TablePart<EventRow>> Events { get; init; }

    public EquatableArray<EventName> EventNames { get; init; }

    public EquatableArray<TablePart<FactPlan>> Facts { get; init; }

    public FactCalls? FactCalls { get; init; }

    public EquatableArray<TablePart<CompositePlan>> Composites { get; init; }

    public EquatableArray<TablePart<ConstantPlan>> Constants { get; init; }

    public EquatableArray<TablePart<PrometheusPlan>> Prometheus { get; init; }

    public ReferencedMetrics? ReferencedMetrics { get; init; }

    public Availability? Availability { get; init; }

    public SetClass? Class { get; init; }

    /// <summary>The definitions that are left out, since planning fails at them; none when all went well.</summary>
    public EquatableArray<Culprit> Culprits { get; init; }
}

/// <summary>Where the words of a definition are.</summary>
/// <param name="File">The file's position among all that the compiler was given.</param>
/// <param name="Position">The definition's position among those of its kind in the file.</param>
internal sealed record WordPlace(int File, int Position);

/// <summary>The outputs that people read.</summary>
/// <param name="Members">The typed members.</param>
/// <param name="EventMethods">The methods of the events.</param>
internal sealed record SetWords(EquatableArray<DocumentedMembers> Members, EquatableArray<EventMethods> EventMethods);
