namespace ServicePing;

/// <summary>What has become of the events for one forwarder since the program started.</summary>
public sealed record ForwardingStatistics
{
    /// <summary>The forwarder's name, such as <c>snowplow</c>.</summary>
    public required string Forwarder { get; init; }

    /// <summary>Events that it has taken.</summary>
    public required long Forwarded { get; init; }

    /// <summary>Events that processes which have ended had left in the spool, and that this one has taken over.</summary>
    public long Recovered { get; init; }

    /// <summary>Events that wait.</summary>
    public required long Pending { get; init; }

    /// <summary>Events that were not forwarded and never will be.</summary>
    public long Dropped => DroppedBy.Values.Sum();

    /// <summary>
    /// The same by cause: <c>queue_full</c>, <c>not_permitted</c>, <c>refused</c>, <c>too_large</c>, <c>gave_up</c>; a cause of none is not in it.
    /// </summary>
    public required IReadOnlyDictionary<string, long> DroppedBy { get; init; }

    /// <summary>Attempts that have failed and were or will be repeated.</summary>
    public required long FailedAttempts { get; init; }

    /// <summary>What was last in the way, in a sentence; null for nothing.</summary>
    public required string? LastError { get; init; }
}
