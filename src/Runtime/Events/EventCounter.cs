namespace ServicePing;

/// <summary>A counter of an event, as it is now.</summary>
/// <param name="Event">The name of the event or known event.</param>
/// <param name="Key">Its whole key in the store, with the week or day where it counts one.</param>
public sealed record EventCounter(string Event, string Key)
{
    /// <summary>What it keeps.</summary>
    public EventCounterKind Kind { get; init; }

    /// <summary>The identifier or property whose values it keeps; null where it keeps calls.</summary>
    public string? Of { get; init; }

    /// <summary>The value whose calls it counts; null for other kinds than <see cref="EventCounterKind.CallsByValue"/>.</summary>
    public string? Value { get; init; }

    /// <summary>What it has counted; 0 where nothing has, or <see cref="Status"/> says that it could not be read.</summary>
    public double Count { get; init; }

    /// <summary>Whether it could be read.</summary>
    public ReadingStatus Status { get; init; } = ReadingStatus.Ok;

    /// <summary>Why it could not; null where it could.</summary>
    public string? Message { get; init; }
}

/// <summary>What a counter of an event keeps.</summary>
public enum EventCounterKind
{
    /// <summary>The number of calls.</summary>
    Calls,

    /// <summary>The number of calls with a value.</summary>
    CallsByValue,

    /// <summary>The number of different values, an estimate.</summary>
    DifferentValues,

    /// <summary>The sum of the property <c>value</c>.</summary>
    Sum,
}
