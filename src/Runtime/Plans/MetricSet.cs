using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Runtime.Plans;

/// <summary>The metrics and events of one project, as the generator emits them.</summary>
/// <remarks>
/// Generated code derives from this class; nobody else needs to. Members are virtual with an empty default, so that a library
/// compiled last year runs with a newer runtime. A metric's slot is its position in <see cref="Metrics"/>.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MetricSet
{
    /// <summary>The name of the set, such as <c>Forge</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Every key path, ordered segment by segment.</summary>
    public virtual IReadOnlyList<MetricPlan> Metrics => [];

    /// <summary>The relations to walk.</summary>
    public virtual IReadOnlyList<RelationPlan> Relations => [];

    /// <summary>The counters to read.</summary>
    public virtual IReadOnlyList<CounterReadPlan> CounterReads => [];

    /// <summary>The sets of identifiers to count together.</summary>
    public virtual IReadOnlyList<AggregatePlan> Aggregates => [];

    /// <summary>The known events to track, in the order of the payload's sections.</summary>
    public virtual IReadOnlyList<KnownEvent> KnownEvents => [];

    /// <summary>
    /// The events to track, ordered by name; then those of other sets that metrics of this one select, which are tracked by the other's
    /// methods.
    /// </summary>
    public virtual IReadOnlyList<EventPlan> Events => [];

    /// <summary>The key paths of other sets of which <see cref="Composites"/> are computed; the first has the slot after the last of <see cref="Metrics"/>.</summary>
    public virtual IReadOnlyList<string> ReferencedMetrics => [];

    /// <summary>The metrics that the program is asked for, whether they have anything to measure.</summary>
    public virtual IReadOnlyList<AvailabilityPlan> Availability => [];

    /// <summary>The editions of the product, as its vocabulary has them; none where it says nothing of editions.</summary>
    public virtual IReadOnlyList<string> Editions => [];

    /// <summary>The names of the ready-made sets of metrics that the product reports, as its vocabulary has them.</summary>
    public virtual IReadOnlyList<string> ReadyMade => [];

    /// <summary>What the product's <c>schema.sql</c> says that the database has, a line an object; empty where nobody compares the two.</summary>
    public virtual string Schema => "";

    /// <summary>The values that the program supplies in C#.</summary>
    public virtual IReadOnlyList<FactPlan> Facts => [];

    /// <summary>The sums and ratios of other metrics.</summary>
    public virtual IReadOnlyList<CompositePlan> Composites => [];

    /// <summary>The constants.</summary>
    public virtual IReadOnlyList<ConstantPlan> Constants => [];

    /// <summary>What Prometheus is asked for.</summary>
    public virtual IReadOnlyList<PrometheusPlan> Prometheus => [];

    /// <summary>Registers what the set needs in the program's container, such as the class of its event methods.</summary>
    /// <param name="services">The services of the program.</param>
    public virtual void AddServices(IServiceCollection services)
    {
    }
}

/// <summary>Marks an assembly that carries a metric set, so that the generator finds it in the projects that refer to it.</summary>
/// <param name="setType">The generated class, with a static <c>Instance</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class MetricSetAttribute(Type setType) : Attribute
{
    /// <summary>The generated class, with a static <c>Instance</c>.</summary>
    public Type SetType { get; } = setType;
}

/// <summary>Names the event methods that an assembly calls, so that the build of a program knows which events are triggered.</summary>
/// <remarks>A generated class bears it; an assembly without one has not been looked at.</remarks>
/// <param name="methods">The names of the methods.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventCallsAttribute(string[] methods) : Attribute
{
    /// <summary>The names of the methods.</summary>
    public IReadOnlyList<string> Methods { get; } = methods;
}
