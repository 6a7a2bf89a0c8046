using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>How every value of a metric set is computed, as far as that is known before the program runs.</summary>
/// <remarks>A metric's slot is its position in <see cref="Metrics"/>; everything else refers to metrics by slot.</remarks>
public sealed record Plan
{
    /// <summary>Every key path, in the order of <see cref="KeyPathOrder"/>.</summary>
    public EquatableArray<PlannedMetric> Metrics { get; init; }

    /// <summary>The relations to walk, ordered by database and source.</summary>
    public EquatableArray<RelationPlan> Relations { get; init; }

    /// <summary>The counters to read, ordered by slot.</summary>
    public EquatableArray<CounterReadPlan> CounterReads { get; init; }

    /// <summary>The sets of identifiers to count together, ordered by slot.</summary>
    public EquatableArray<AggregatePlan> Aggregates { get; init; }

    /// <summary>The known events to track, in the order of the catalogue.</summary>
    public EquatableArray<KnownEventDefinition> KnownEvents { get; init; }

    /// <summary>The events to track, ordered by name.</summary>
    public EquatableArray<EventPlan> Events { get; init; }

    /// <summary>Events of references that metrics of the set select, ordered by name, with nothing but the rules of those metrics.</summary>
    public EquatableArray<EventPlan> ReferencedEvents { get; init; }

    /// <summary>
    /// Key paths of references from which metrics of the set are computed: the first has the slot after the last of <see cref="Metrics"/>.
    /// </summary>
    public EquatableArray<string> ReferencedMetrics { get; init; }

    /// <summary>What Prometheus is asked for, ordered by slot.</summary>
    public EquatableArray<PrometheusPlan> Prometheus { get; init; }

    /// <summary>The values that the program supplies in C#, ordered by slot.</summary>
    public EquatableArray<FactPlan> Facts { get; init; }

    /// <summary>The sums and ratios of other metrics, ordered by slot.</summary>
    public EquatableArray<CompositePlan> Composites { get; init; }

    /// <summary>The constants, ordered by slot.</summary>
    public EquatableArray<ConstantPlan> Constants { get; init; }
}

/// <summary>One key path, its documentation and the shape of its value.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Shape">The C# type of the value.</param>
/// <param name="Unplanned">Why nothing computes the value, in a sentence for the status; null where something does.</param>
public sealed record PlannedMetric(Metric Metric, ValueShape Shape, string? Unplanned);

/// <summary>The C# type that carries a metric's value.</summary>
public enum ValueShape
{
    /// <summary><c>long</c>: counts.</summary>
    Integer,

    /// <summary><c>double</c>: estimates, averages, float sums and numbers of which nothing more is known.</summary>
    Double,

    /// <summary><c>decimal</c>: sums over a database.</summary>
    Decimal,

    /// <summary><c>string</c>.</summary>
    Text,

    /// <summary><c>bool</c>.</summary>
    Boolean,

    /// <summary><c>JsonElement</c>: groups, histograms and other objects.</summary>
    Json,
}
