namespace ServicePing;

/// <summary>What comes next.</summary>
/// <param name="DueAt">When the next weekly ping is due, UTC; one that is due now or is caught up with has its own moment.</param>
/// <param name="Cycle">The name of its cycle.</param>
/// <param name="Permission">Whether a ping may be sent now, and why or why not.</param>
/// <param name="Receiver">Where it goes; null for nowhere.</param>
public sealed record PingOutlook(DateTimeOffset DueAt, string Cycle, SendPermission Permission, Uri? Receiver);
