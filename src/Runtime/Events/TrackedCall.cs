namespace ServicePing;

/// <summary>A call that tracks something, and what became of it, as an <see cref="ITrackingObserver"/> is told of it.</summary>
/// <param name="Kind">What was called.</param>
/// <param name="Name">The event, known event or counter.</param>
/// <param name="Arguments">Its arguments in the order of the definition, those without a value too.</param>
public sealed record TrackedCall(TrackedCallKind Kind, string Name, IReadOnlyList<TrackedArgument> Arguments)
{
    /// <summary>Why nothing was counted, in a sentence; null where something was.</summary>
    public string? Suppressed { get; init; }

    /// <summary>What was counted otherwise than it was passed, or not at all, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>An argument of a <see cref="TrackedCall"/>.</summary>
/// <param name="Name">The identifier or additional property, as its definition calls it.</param>
/// <param name="Value">What is counted; <see cref="EventValue.None"/> where none was passed.</param>
public readonly record struct TrackedArgument(string Name, EventValue Value);

/// <summary>What a <see cref="TrackedCall"/> has called.</summary>
public enum TrackedCallKind
{
    /// <summary>An event, by its method or its name.</summary>
    Event,

    /// <summary>A known event.</summary>
    KnownEvent,

    /// <summary>A counter of an older generation, by its name.</summary>
    Counter,
}
