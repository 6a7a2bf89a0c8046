using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;

namespace ServicePing.Generators.Models;

/// <summary>Every key path of the set, by slot.</summary>
internal sealed record MetricTable(MetricSetName Set, EquatableArray<MetricRow> Rows);

/// <summary>What the runtime knows of a key path; the names of enumeration members are those of the runtime.</summary>
internal sealed record MetricRow(
    string KeyPath,
    string Shape,
    string Status,
    string TimeFrame,
    string DataSource,
    string DataCategory,
    string? Unplanned);

/// <summary>A relation that is walked.</summary>
/// <param name="Set">The metric set.</param>
/// <param name="Name">The name of its class.</param>
/// <param name="Plan">The relation and its fragments.</param>
/// <param name="KeyPaths">The key path of each fragment.</param>
internal sealed record RelationFile(MetricSetName Set, string Name, RelationPlan Plan, EquatableArray<string> KeyPaths);

/// <summary>The classes of all relations, in the order of the plan.</summary>
internal sealed record RelationTable(MetricSetName Set, EquatableArray<string> Names);

/// <summary>The counters to read.</summary>
internal sealed record CounterTable(MetricSetName Set, EquatableArray<CounterReadPlan> Rows);

/// <summary>The sets of identifiers to count together.</summary>
internal sealed record AggregateTable(MetricSetName Set, EquatableArray<AggregatePlan> Rows);

/// <summary>The known events, in the order of their methods.</summary>
internal sealed record KnownEventTable(MetricSetName Set, EquatableArray<KnownEventDefinition> Rows);

/// <summary>The events and the counters that they move.</summary>
internal sealed record EventTable(MetricSetName Set, EquatableArray<EventRow> Rows);

/// <summary>An event, its arguments and what it moves.</summary>
internal sealed record EventRow(string Name, EquatableArray<string> Arguments, EquatableArray<CounterRule> Rules);

/// <summary>The metrics that the program computes in C#.</summary>
internal sealed record FactTable(MetricSetName Set, EquatableArray<FactPlan> Rows, EquatableArray<FactClass> Classes);

/// <summary>The sums of other metrics.</summary>
internal sealed record SumTable(MetricSetName Set, EquatableArray<SumPlan> Rows);

/// <summary>The constants.</summary>
internal sealed record ConstantTable(MetricSetName Set, EquatableArray<ConstantPlan> Rows);

/// <summary>The class of the set, and which tables it has.</summary>
internal sealed record SetClass(
    MetricSetName Set,
    bool HasRelations,
    bool HasCounters,
    bool HasAggregates,
    bool HasEvents,
    bool HasEventMethods,
    bool HasKnownEvents,
    bool HasFacts,
    bool HasSums,
    bool HasConstants);

/// <summary>The registration of the program's sets.</summary>
/// <param name="Set">The project's own set.</param>
/// <param name="Sets">Own and referenced set classes, with <c>global::</c>.</param>
internal sealed record Registration(MetricSetName Set, EquatableArray<string> Sets);
