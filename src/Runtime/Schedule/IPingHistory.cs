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
    /// <remarks>
    /// They may hold what is not permitted any more; whoever shows them to people asks for <see cref="KeptAsync"/> instead.
    /// </remarks>
    /// <param name="cycle">The name of the cycle.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingHistoryException">The store cannot be used, or the ping was changed after it was kept.</exception>
    Task<ReadOnlyMemory<byte>?> PingAsync(string cycle, CancellationToken cancellationToken = default);

    /// <summary>
    /// The ping of a cycle, and what of it may be shown under the settings that hold now; null where it has none of this kind.
    /// </summary>
    /// <remarks>
    /// What an administrator has switched off since is not shown, also of a ping that was sent with it. Where it cannot be known what
    /// is permitted, nothing is shown, and <see cref="PermittedReport.Hindrance"/> says why.
    /// </remarks>
    /// <param name="kind">What it says of each metric.</param>
    /// <param name="cycle">The name of the cycle.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingHistoryException">The store cannot be used, or the ping was changed after it was kept.</exception>
    Task<KeptReport?> KeptAsync(PingKind kind, string cycle, CancellationToken cancellationToken = default);

    /// <summary>
    /// The latest ping of the reporting cycle, as <see cref="KeptAsync"/> gives it: of those that are kept since the beginning of the
    /// day seven days ago, UTC, the one that was kept last; null where there is none.
    /// </summary>
    /// <param name="kind">What it says of each metric.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingHistoryException">The store cannot be used, or the ping was changed after it was kept.</exception>
    Task<KeptReport?> LatestAsync(PingKind kind, CancellationToken cancellationToken = default);

    /// <summary>The latest answer of the receiver about the use of features; null where there was none.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingHistoryException">The store cannot be used.</exception>
    Task<DevOpsReport?> DevOpsReportAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// How many bytes of pings have left each week, and to whom; the latest week first, and none where nothing was attempted.
    /// </summary>
    /// <remarks>
    /// From the attempts that are kept, of all processes. What the metrics of a ping have cost, errors and requests to erase are not
    /// noted, hence not counted; a file that people carry leaves nothing. <see cref="ServicePingEgress"/> lists where the program may
    /// connect to.
    /// </remarks>
    /// <param name="weeks">How many weeks at most, the running one included; 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingHistoryException">The store cannot be used.</exception>
    Task<IReadOnlyList<EgressWeek>> SentAsync(int weeks = 12, CancellationToken cancellationToken = default);

    /// <summary>The latest changes that people have made, of settings and of what else is noted, the latest first.</summary>
    /// <param name="most">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PingHistoryException">The store cannot be used.</exception>
    Task<IReadOnlyList<SettingChange>> ChangesAsync(int most = 100, CancellationToken cancellationToken = default);

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
