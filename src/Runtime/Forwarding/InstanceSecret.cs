using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Forwarding;

/// <summary>The secret of the installation by which pseudonyms are made: drawn when it is first needed, and kept in the store for all processes.</summary>
internal sealed class InstanceSecret(IPingStore store)
{
    private volatile Known? _known;

    /// <summary>For how long a process goes on with the secret that it has read: so late it may see that another one has drawn it anew.</summary>
    internal TimeSpan ReadAgainAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The pseudonyms that it makes.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async ValueTask<InstancePseudonyms> PseudonymsAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && Stopwatch.GetElapsedTime(known.ReadAt) < ReadAgainAfter)
        {
            return known.Pseudonyms;
        }

        long now = Stopwatch.GetTimestamp();
        ReadOnlyMemory<byte> kept = await store.FindKeptAsync(InstanceNames.ForwardingSecret, cancellationToken).ConfigureAwait(false) is { } found
            ? found
            : await store.KeepOnceAsync(InstanceNames.ForwardingSecret, Draw(), cancellationToken).ConfigureAwait(false);
        InstancePseudonyms pseudonyms = new(Encoding.ASCII.GetString(kept.Span));
        _known = new Known(pseudonyms, now);
        return pseudonyms;
    }

    /// <summary>
    /// Draws it anew where there is one, so that nobody, not even this installation, can lead back what has left under the former. Other processes
    /// follow within a minute.
    /// </summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (await store.FindKeptAsync(InstanceNames.ForwardingSecret, cancellationToken).ConfigureAwait(false) is not null)
        {
            await store.ReplaceAsync(InstanceNames.ForwardingSecret, Draw(), cancellationToken).ConfigureAwait(false);
        }

        _known = null;
    }

    private static byte[] Draw() => Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    private sealed record Known(InstancePseudonyms Pseudonyms, long ReadAt);
}
