namespace ServicePing;

/// <summary>What became of the pings of an installation, and what comes next, for pages, tools and health checks.</summary>
/// <remarks>Registered by <c>AddServicePing</c>. It reads what is kept, whichever process has done it.</remarks>
public interface IPingHistory
{
    /// <summary>The latest cycles, the latest first, each with why it ran, waits, was skipped or failed.</summary>
    /// <param name="most">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingHistoryException">The store cannot be used.</exception>
    Task<IReadOnlyList<PingCycle>> CyclesAsync(int most = 52, CancellationToken cancellationToken = default);

    /// <summary>The attempts to send the ping of a cycle, the first first.</summary>
    /// <param name="cycle">The name of the cycle.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingHistoryException">The store cannot be used.</exception>
    Task<IReadOnlyList<PingDelivery>> DeliveriesAsync(string cycle, CancellationToken cancellationToken = default);

    /// <summary>The bytes of the ping of a cycle, as they are kept, sent and exported; null where it has none.</summary>
    /// <param name="cycle">The name of the cycle.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingHistoryException">The store cannot be used, or the ping was changed after it was kept.</exception>
    Task<ReadOnlyMemory<byte>?> PingAsync(string cycle, CancellationToken cancellationToken = default);

    /// <summary>When the next ping is due, and what stands in the way of sending one now.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingHistoryException">The store cannot be used.</exception>
    Task<PingOutlook> OutlookAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Goes through a cycle of its own kind now, in this process: computes, keeps and sends a ping as far as what holds allows. What could
    /// not be sent is tried again by whichever process runs the loop.
    /// </summary>
    /// <param name="who">Who asks for it, as the history is to show.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How far the cycle is, and why.</returns>
    /// <exception cref="ArgumentException">It is not said who asks.</exception>
    /// <exception cref="PingHistoryException">The store cannot be used.</exception>
    Task<PingCycle> SendNowAsync(string who, CancellationToken cancellationToken = default);
}
