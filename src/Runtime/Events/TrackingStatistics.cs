namespace ServicePing;

/// <summary>What has become of the tracked events since the program started.</summary>
/// <remarks>
/// An event moves several counters, a key each; <see cref="Pending"/> and <see cref="Dropped"/> are such movements. The same numbers are
/// instruments of the meter <c>ServicePing</c>.
/// </remarks>
public sealed record TrackingStatistics
{
    internal static TrackingStatistics None { get; } =
        new() { Tracked = 0, Pending = 0, Dropped = 0, Flushes = 0, FailedFlushes = 0, LastError = null };

    /// <summary>Events that were counted.</summary>
    public required long Tracked { get; init; }

    /// <summary>Movements that wait to be written to the counter store.</summary>
    public required long Pending { get; init; }

    /// <summary>
    /// Movements that are lost: there was no memory left to keep them (<see cref="ServicePingOptions.TrackingMemory"/>), or the
    /// store holds something else under their key and refuses them.
    /// </summary>
    public required long Dropped { get; init; }

    /// <summary>
    /// How often something was counted under <c>other</c> instead of its own label: movements whose label was too long
    /// (<see cref="ServicePingOptions.MaxLabelLength"/>) or one too many (<see cref="ServicePingOptions.MaxLabels"/>), and arguments
    /// that were not among the <c>values</c> of the event's property.
    /// </summary>
    public long Other { get; init; }

    /// <summary>What has become of the single events that are forwarded, a forwarder each; empty where the program forwards none.</summary>
    public IReadOnlyList<ForwardingStatistics> Forwarding { get; init; } = [];

    /// <summary>Movements that processes had left in <see cref="ServicePingOptions.SpoolFolder"/> when they ended, and that this one has written.</summary>
    public long Recovered { get; init; }

    /// <summary>How often <see cref="ServicePingOptions.SpoolFolder"/> could not be written; what was tracked was then in memory alone.</summary>
    public long FailedSpools { get; init; }

    /// <summary>Flushes that the store has applied.</summary>
    public required long Flushes { get; init; }

    /// <summary>Attempts at a flush that the store has not answered, or not with success. They were or will be repeated.</summary>
    public required long FailedFlushes { get; init; }

    /// <summary>The last thing that went wrong, if anything has.</summary>
    public required string? LastError { get; init; }
}
