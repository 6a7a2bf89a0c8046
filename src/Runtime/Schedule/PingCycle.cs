using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>A cycle of the ping, as the history shows it.</summary>
/// <param name="Name">What is its own among all cycles of the installation, such as <c>2026-W48</c>.</param>
/// <param name="Kind">Why there is one: <c>weekly</c> or <c>by_hand</c>.</param>
/// <param name="DueAt">When it was to begin, UTC.</param>
/// <param name="State"><c>due</c>, <c>computing</c>, <c>kept</c>, <c>sending</c>, <c>sent</c>, <c>skipped</c> or <c>failed</c>.</param>
/// <param name="Reason">Why it runs, waits, was skipped or failed, in words.</param>
public sealed record PingCycle(string Name, string Kind, DateTimeOffset DueAt, string State, string Reason)
{
    /// <summary>How many attempts to send it there were.</summary>
    public int Attempts { get; init; }

    /// <summary>Before when it is not taken up again; null where it has ended, is worked on or may be at once.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    internal static PingCycle Of(CycleRecord cycle) => new(cycle.Name, cycle.Kind.Word(), cycle.DueAt, cycle.State.Word(), cycle.Reason)
    {
        Attempts = cycle.Attempt,
        NextAttemptAt = cycle.NextAttemptAt,
        ChangedAt = cycle.ChangedAt,
    };
}
