namespace ServicePing.Runtime.Storage;

/// <summary>Why there is a cycle.</summary>
internal enum CycleKind
{
    /// <summary>The schedule wants it; a week has one.</summary>
    Weekly,

    /// <summary>Somebody has asked for it.</summary>
    ByHand,
}

/// <summary>How far a cycle is.</summary>
internal enum CycleState
{
    /// <summary>It is to run, and nothing was done yet.</summary>
    Due,

    /// <summary>Its ping is being computed.</summary>
    Computing,

    /// <summary>Its ping is kept, and was not sent yet.</summary>
    Kept,

    /// <summary>Its ping is on its way, or waits for the next attempt.</summary>
    Sending,

    /// <summary>The receiver has it.</summary>
    Sent,

    /// <summary>It was not to run.</summary>
    Skipped,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>A cycle that somebody may take.</summary>
/// <param name="Name">What is its own among all cycles of the installation, such as <c>2026-W48</c>.</param>
/// <param name="Kind">Why there is one.</param>
/// <param name="DueAt">When it was to begin.</param>
/// <param name="Reason">Why it runs, in words; counts where nobody has taken it before.</param>
internal sealed record Cycle(string Name, CycleKind Kind, DateTimeOffset DueAt, string Reason);

/// <summary>A cycle that is taken: what each write to it names, so that whoever has lost it writes nothing.</summary>
/// <remarks>
/// The lease runs by the store's clock from a moment that is not before the call began; its owner must stop by a monotonic clock
/// of its own that runs from before the call.
/// </remarks>
/// <param name="Cycle">The name of the cycle.</param>
/// <param name="Fence">The number of times that it was taken.</param>
/// <param name="State">How far it was when it was taken: another may have kept its ping already.</param>
/// <param name="Attempt">How many deliveries were attempted before.</param>
internal sealed record CycleHold(string Cycle, long Fence, CycleState State, int Attempt);

/// <summary>A cycle as the history shows it.</summary>
internal sealed record CycleRecord(string Name, CycleKind Kind, DateTimeOffset DueAt)
{
    internal required CycleState State { get; init; }

    /// <summary>Why it runs, waits, was skipped or failed, in words.</summary>
    internal required string Reason { get; init; }

    /// <summary>The process that has taken it last.</summary>
    internal required Guid Owner { get; init; }

    internal required long Fence { get; init; }

    /// <summary>Until when it is nobody else's; null where nobody has it.</summary>
    internal DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>
    /// No lease is as long, of whoever it is. One that ends later was given before the store's clock went back, and would otherwise hold
    /// the cycle for as long as the clock has gone.
    /// </summary>
    internal static TimeSpan LongestLease { get; } = TimeSpan.FromHours(2);

    /// <summary>Whether somebody has it.</summary>
    /// <param name="now">The store's moment.</param>
    internal bool IsHeldAt(DateTimeOffset now) => LeaseUntil <= now + LongestLease;

    internal int Attempt { get; init; }

    /// <summary>Before when it is not taken up again; null where it may be at once.</summary>
    internal DateTimeOffset? NextAttemptAt { get; init; }

    internal required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What became of a write to a cycle.</summary>
internal enum CycleWrite
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>Nothing was written: another has taken the cycle since, or it has ended. Whoever is told so stops.</summary>
    Lost,
}

internal static class CycleWords
{
    private static readonly string[] States = ["due", "computing", "kept", "sending", "sent", "skipped", "failed"];
    private static readonly string[] Kinds = ["weekly", "by_hand"];

    internal static string Word(this CycleState state) => States[(int)state];

    internal static string Word(this CycleKind kind) => Kinds[(int)kind];

    /// <summary>Whether nothing comes after it.</summary>
    internal static bool IsFinal(this CycleState state) => state >= CycleState.Sent;

    /// <exception cref="PingStoreException">A later version has written it.</exception>
    internal static CycleState StateOf(string word) => (CycleState)IndexOf(States, word);

    /// <exception cref="PingStoreException">A later version has written it.</exception>
    internal static CycleKind KindOf(string word) => (CycleKind)IndexOf(Kinds, word);

    /// <exception cref="PingStoreException">The word is not among those.</exception>
    internal static int IndexOf(string[] words, string word) => Array.IndexOf(words, word) is var index and >= 0
        ? index
        : throw new PingStoreException(
            $"The store says '{word}', which this version of ServicePing does not know; a later one has written it.");
}
