using System.Security.Cryptography;
using System.Text;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Forwarding;

/// <summary>The secret of the installation by which pseudonyms are made: drawn when it is first needed, and kept in the store for all processes.</summary>
internal sealed class InstanceSecret(IPingStore store)
{
    private volatile InstancePseudonyms? _pseudonyms;

    /// <summary>The pseudonyms that it makes.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async ValueTask<InstancePseudonyms> PseudonymsAsync(CancellationToken cancellationToken)
    {
        if (_pseudonyms is not { } known)
        {
            byte[] drawn = Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            ReadOnlyMemory<byte> kept =
                await store.KeepOnceAsync(InstanceNames.ForwardingSecret, drawn, cancellationToken).ConfigureAwait(false);
            _pseudonyms = known = new InstancePseudonyms(Encoding.ASCII.GetString(kept.Span));
        }

        return known;
    }
}
