using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>A metric that is read from counters.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Kind">What the counters keep; all of one kind.</param>
/// <param name="Window">
/// The period: the last one or four complete ISO weeks for 7d and 28d, each key with a week's suffix; the bare keys for all.
/// </param>
/// <param name="Keys">
/// The keys without a week's suffix, different from each other, in the order of the definition. Unique counters are united,
/// totals and sums added up, unique totals added up a field.
/// </param>
public sealed record CounterReadPlan(int Slot, CounterKind Kind, TimeFrame Window, EquatableArray<string> Keys)
{
    /// <summary>
    /// The names by which the program counts values, one a key, where the metric lists unique counters by name and one of them has an old
    /// key; the identifiers, below which the values stand in the payload, where one of them has a hyphen; empty where the keys tell.
    /// </summary>
    public EquatableArray<string> Names { get; init; }
}

/// <summary>An event and what it moves.</summary>
/// <param name="Event">The event.</param>
/// <param name="Rules">
/// The counters that one call moves, without duplicates: the all-time total, the weekly total, then those of the metrics that
/// select the event, in the order of their key paths. Removed metrics move nothing.
/// </param>
public sealed record EventPlan(EventDefinition Event, EquatableArray<CounterRule> Rules);

/// <summary>A counter that an event moves.</summary>
/// <param name="Kind">What the counter keeps.</param>
/// <param name="Key">The key without a week's suffix.</param>
/// <param name="IsWeekly">Whether the ISO week of the event is appended, as <c>-2026-47</c>, and the key expires after six weeks.</param>
/// <param name="Argument">
/// The argument that is counted once or summed: its position among the event's identifiers followed by its additional
/// properties, from 0; -1 where events are counted.
/// </param>
/// <param name="Filter">What arguments may be. Those of one argument stand together, and one of them must hold; that of each argument.</param>
public sealed record CounterRule(CounterKind Kind, string Key, bool IsWeekly, int Argument, EquatableArray<ArgumentFilter> Filter);

/// <summary>What an argument may be for a counter rule: a value or a range.</summary>
/// <param name="Argument">The position of the argument, as in <see cref="CounterRule"/>.</param>
/// <param name="Value">The value or the range.</param>
public sealed record ArgumentFilter(int Argument, FilterValue Value);
