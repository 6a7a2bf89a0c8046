using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;

namespace ServicePing.Generators.Models;

/// <summary>Some rows of a table, which have a source of their own, so that an edit prints them alone.</summary>
/// <param name="Set">The metric set.</param>
/// <param name="Number">The part's number, from 0.</param>
/// <param name="Rows">The rows.</param>
internal sealed record TablePart<TRow>(MetricSetName Set, int Number, EquatableArray<TRow> Rows);

/// <summary>What the runtime knows of a key path; its slot is its place among all rows.</summary>
internal sealed record MetricRow(
    string KeyPath,
    ValueShape Shape,
    MetricStatus Status,
    TimeFrame TimeFrame,
    DataSource DataSource,
    DataCategory DataCategory,
    string? Unplanned);

/// <summary>The counters of metrics that differ in their windows at most.</summary>
/// <param name="Slots">The slots and the windows.</param>
/// <param name="Kind">What the counters keep.</param>
/// <param name="Keys">The keys without a week's suffix.</param>
/// <param name="Names">The names where they differ from the keys; else empty.</param>
internal sealed record CounterRow(
    EquatableArray<CounterSlot> Slots, CounterKind Kind, EquatableArray<string> Keys, EquatableArray<string> Names);

/// <summary>A metric that reads counters, and its window.</summary>
internal sealed record CounterSlot(int Slot, TimeFrame Window);

/// <summary>An event, its arguments and what it moves.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Arguments">The names of its arguments.</param>
/// <param name="Rules">The counters that it moves.</param>
/// <param name="Values">The only values of arguments that have a list of them.</param>
/// <param name="Identifiers">How many of the arguments are identifiers; null where GitLab's names tell.</param>
internal sealed record EventRow(
    string Name,
    EquatableArray<string> Arguments,
    EquatableArray<CounterRule> Rules,
    EquatableArray<ArgumentValues> Values,
    int? Identifiers);

/// <summary>The only values that an argument may have.</summary>
/// <param name="Argument">The position of the argument.</param>
/// <param name="Values">The values.</param>
internal sealed record ArgumentValues(int Argument, EquatableArray<string> Values);

/// <summary>A relation that is walked.</summary>
/// <param name="Set">The metric set.</param>
/// <param name="Name">The name of its class.</param>
/// <param name="Plan">The relation and its fragments.</param>
/// <param name="KeyPaths">The key path of each fragment.</param>
internal sealed record RelationFile(MetricSetName Set, string Name, RelationPlan Plan, EquatableArray<string> KeyPaths);

/// <summary>The calls of the program's instrumentation classes.</summary>
/// <param name="Set">The metric set.</param>
/// <param name="Named">The classes that facts name, each once.</param>
/// <param name="Classes">Those that the program has.</param>
internal sealed record FactCalls(MetricSetName Set, EquatableArray<string> Named, EquatableArray<FactClass> Classes);

/// <summary>The class of the set, and how many parts its tables have.</summary>
internal sealed record SetClass(MetricSetName Set)
{
    public int Metrics { get; init; }

    public EquatableArray<string> Relations { get; init; }

    public int Counters { get; init; }

    public int Aggregates { get; init; }

    public int Events { get; init; }

    public int KnownEvents { get; init; }

    public int Facts { get; init; }

    public int Composites { get; init; }

    public int Constants { get; init; }

    public int Prometheus { get; init; }

    public bool HasEventMethods { get; init; }

    public bool HasKnownEventMethods { get; init; }
}

/// <summary>The registration of the program's sets.</summary>
/// <param name="Set">The project's own set.</param>
/// <param name="Sets">Own and referenced set classes, with <c>global::</c>.</param>
internal sealed record Registration(MetricSetName Set, EquatableArray<string> Sets);
