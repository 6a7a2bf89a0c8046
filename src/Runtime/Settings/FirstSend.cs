using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Settings;

/// <summary>What stands before the first send: this is the installation and no copy of it, and the notice period is over.</summary>
internal sealed class FirstSend(IPingStore store)
{
    /// <summary>Whether a ping that is on may be sent; the first look begins the notice.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<SendPermission> PermitAsync(ServicePingOptions options, CancellationToken cancellationToken)
    {
        InstanceIdentity identity = new(store);
        if (await identity.EnvironmentAsync(options.Uuid, cancellationToken).ConfigureAwait(false) == EnvironmentState.Changed)
        {
            return new SendPermission(false, identity.Elsewhere);
        }

        DateTimeOffset now = await store.NowAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset begun = await KeptMoment.KeepOnceAsync(store, InstanceNames.Notice, now, cancellationToken).ConfigureAwait(false);
        DateTimeOffset from = begun + options.NoticePeriod;
        return from <= now
            ? new SendPermission(true, "The ping is on.") { From = from }
            : new SendPermission(false, $"The notice period ends at {Timestamp.Format(from)}; nothing is sent before.") { From = from };
    }
}
