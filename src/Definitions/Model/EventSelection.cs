using System.Globalization;
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

/// <summary>A condition of an event selection rule: the additional property has one of the values.</summary>
/// <param name="Property">The additional property.</param>
/// <param name="Values">The values and ranges, each once, in an order of their own; never empty.</param>
public sealed record EventFilter(string Property, EquatableArray<FilterValue> Values)
{
    /// <summary>Whether the property equals one value, as in GitLab's definitions.</summary>
    public bool IsPlain => Values.Count == 1 && !Values[0].IsRange;
}

/// <summary>What a property may be: a value, which is a range whose ends are the same, or any number of a range.</summary>
/// <param name="From">The value, or the least number, as written; null for a range without one.</param>
/// <param name="To">The value, or the greatest number, as written; null for a range without one.</param>
/// <param name="IsNumber">Whether the ends are YAML numbers; the comparison is strict about types.</param>
public sealed record FilterValue(string? From, string? To, bool IsNumber)
{
    /// <summary>Whether there may be several numbers between the ends.</summary>
    public bool IsRange => From != To;

    /// <summary>The value, or the range as <c>10..100</c>.</summary>
    public string Text => IsRange ? $"{From}..{To}" : From!;

    /// <summary>Whether a text is a number of the range.</summary>
    public bool Holds(string text) =>
        Number(text) is { } number && (From is null || Number(From) <= number) && (To is null || number <= Number(To));

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    /// <summary>A single value.</summary>
    public static FilterValue Of(string text, bool isNumber) => new(text, text, isNumber);
}
