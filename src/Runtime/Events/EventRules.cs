namespace ServicePing.Runtime.Events;

/// <summary>
/// All cells that an event moves. What nearly every event has, its own total and one set of different values, stands apart: a call finds
/// it without looking anywhere else.
/// </summary>
internal readonly struct EventRules
{
    private EventRules(int count, EventRule? total, EventRule? unique, EventRule[] others)
    {
        Count = count;
        Total = total?.Cell ?? -1;
        Unique = unique?.Cell ?? -1;
        Argument = unique?.Argument ?? -1;
        Sketch = unique?.Sketch ?? -1;
        Others = others;
    }

    /// <summary>The rules; those that count the same argument stand together.</summary>
    internal static EventRules Of(EventRule[] rules)
    {
        EventRule? total = Array.Exists(rules, IsTotal) ? Array.Find(rules, IsTotal) : null;
        EventRule? unique = Array.Exists(rules, IsUnique) ? Array.Find(rules, IsUnique) : null;
        return new(rules.Length, total, unique, Array.FindAll(rules, rule => rule != total && rule != unique));
    }

    /// <summary>How many cells there are.</summary>
    internal int Count { get; }

    /// <summary>The cell that every call moves; -1 for none.</summary>
    internal int Total { get; }

    /// <summary>The cell of the different values of <see cref="Argument"/>, whatever else is passed; -1 for none.</summary>
    internal int Unique { get; }

    /// <summary>The position of what <see cref="Unique"/> counts; -1 for none.</summary>
    internal int Argument { get; }

    /// <summary>The position of <see cref="Unique"/> among the cells of different values.</summary>
    internal int Sketch { get; }

    /// <summary>The other rules.</summary>
    internal EventRule[] Others { get; }

    private static bool IsTotal(EventRule rule) => rule is { Argument: < 0, Filter: null };

    private static bool IsUnique(EventRule rule) => rule is { Sketch: >= 0, Filter: null };
}
