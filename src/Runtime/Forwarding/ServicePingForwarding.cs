using ServicePing.Runtime.Forwarding;

namespace ServicePing;

/// <summary>Shows what has become of single events that are forwarded, and the latest of them as they left.</summary>
/// <remarks>Registered by <c>AddServicePing</c>. It knows of this process, since its start.</remarks>
public sealed class ServicePingForwarding
{
    private readonly EventForwarding? _forwarding;

    internal ServicePingForwarding(EventForwarding? forwarding) => _forwarding = forwarding;

    /// <summary>Whether the program has a collector or a forwarder.</summary>
    public bool IsOn => _forwarding is not null;

    /// <summary>What has become of the events, a forwarder each; nothing where none is forwarded.</summary>
    public IReadOnlyList<ForwardingStatistics> Statistics => _forwarding?.Statistics ?? [];

    /// <summary>The latest batches, at most 50 and one MiB of each forwarder, the latest first.</summary>
    public IReadOnlyList<ForwardedBatch> Latest => _forwarding?.Latest ?? [];
}
