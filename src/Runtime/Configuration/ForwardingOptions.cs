namespace ServicePing;

/// <summary>How many events that are forwarded wait, for how long, and how many go together; for each forwarder alike.</summary>
/// <remarks>The section <c>Forwarding</c> of the configuration.</remarks>
public sealed class ForwardingOptions
{
    /// <summary>
    /// How many events may wait for one forwarder, 1 to 1,000,000; 10,000 by default. What comes when so many wait is not forwarded, and counted in
    /// <see cref="ForwardingStatistics.Dropped"/>.
    /// </summary>
    public int QueueSize { get; set; } = 10_000;

    /// <summary>How many events go together at the most, 1 to 1,000; 50 by default.</summary>
    public int BatchSize { get; set; } = 50;

    /// <summary>How long an event waits for others at the most; 5 seconds by default, and zero sends at once.</summary>
    public TimeSpan BatchAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long the same events are tried again, longer and longer apart, before they are dropped; an hour by default.</summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The first pause before the same is tried again; each further one is twice as long, up to <see cref="LongestPause"/>.</summary>
    internal TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What no pause exceeds, unless the other side asks for it.</summary>
    internal TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);
}
