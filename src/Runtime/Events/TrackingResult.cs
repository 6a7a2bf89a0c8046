namespace ServicePing;

/// <summary>What became of an event or a counter that was named by a text.</summary>
/// <param name="IsTracked">Whether it was counted; false where nothing has the name, or the program tracks no events.</param>
/// <param name="Problems">What was wrong with the call; empty where all was well. An event is counted in spite of a problem of an argument.</param>
public sealed record TrackingResult(bool IsTracked, IReadOnlyList<TrackingProblem> Problems)
{
    /// <summary>Whether it was handed to forwarders as well, because its definition has <c>forward: true</c> and the program forwards events.</summary>
    public bool IsForwarded { get; init; }

    internal static readonly TrackingResult Tracked = new(true, []);

    internal static TrackingResult Untracked(TrackingProblemKind kind, string name, string message) =>
        new(false, [new TrackingProblem(kind, name, message)]);
}

/// <summary>What was wrong with a call.</summary>
/// <param name="Kind">What, in a word.</param>
/// <param name="Name">The event, counter, identifier or property that is concerned.</param>
/// <param name="Message">What, in a sentence for developers.</param>
public sealed record TrackingProblem(TrackingProblemKind Kind, string Name, string Message);

/// <summary>What may be wrong with a call that names an event or a counter by a text.</summary>
public enum TrackingProblemKind
{
    /// <summary>No definition has the event; nothing was counted.</summary>
    UnknownEvent,

    /// <summary>No metric reads the counter; nothing was counted.</summary>
    UnknownCounter,

    /// <summary>The event declares no such identifier or additional property; it was left out.</summary>
    Undeclared,

    /// <summary>The value has a type that an identifier or property of this name must not have; it was left out.</summary>
    WrongType,

    /// <summary>A counter needs an identifier or property that was not given; that counter was not moved.</summary>
    Missing,

    /// <summary>The value is not among those that the definition lists; it was counted as <c>other</c>.</summary>
    OutsideValues,
}
