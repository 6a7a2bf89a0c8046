using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Model;

/// <summary>An event selection rule of a metric: which events, and what of them.</summary>
/// <param name="Name">The event's action.</param>
/// <param name="Unique">What is counted once, as written: <c>user.id</c>, <c>label</c>; null where events are counted.</param>
/// <param name="Operator">What is made of the selected events.</param>
/// <param name="Filter">Conditions on additional properties, all of which must hold; ordered by key, ordinal.</param>
public sealed record EventSelection(string Name, string? Unique, EventOperator Operator, EquatableArray<EventFilter> Filter)
{
    /// <summary>The identifier or property that is counted once: <c>user</c> for <c>user.id</c>.</summary>
    public string? UniqueIdentifier => Unique?.IndexOf('.') is >= 0 and int dot ? Unique.Substring(0, dot) : Unique;
}

/// <summary>A condition of an event selection rule: the additional property equals the value.</summary>
/// <param name="Property">The additional property.</param>
/// <param name="Value">The value, as written.</param>
/// <param name="IsNumber">Whether the value is a YAML number; the comparison is strict about types.</param>
public sealed record EventFilter(string Property, string Value, bool IsNumber);
