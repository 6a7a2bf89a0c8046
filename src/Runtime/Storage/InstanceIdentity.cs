using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Runtime.Storage;

/// <summary>Whether the store is where the instance has begun to report.</summary>
internal enum EnvironmentState
{
    /// <summary>It is, or nothing was known before.</summary>
    Same,

    /// <summary>It is not: it was moved or copied, and somebody has to say which before anything is sent.</summary>
    Changed,
}

/// <summary>What tells this installation from a copy of it, and the key that signs what it exports.</summary>
internal sealed class InstanceIdentity(IPingStore store)
{
    /// <summary>What is said where the environment has changed, with the way out.</summary>
    internal string Elsewhere =>
        $"{store.Place} is not where this installation has begun to report: it was moved or copied. Say that it was moved, or give "
        + $"the copy a {nameof(ServicePingOptions.Uuid)} of its own.";

    /// <summary>The instance's own ECDSA P-256 key, made when it is first asked for; the caller disposes of it.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<ECDsa> KeyAsync(CancellationToken cancellationToken)
    {
        using ECDsa proposal = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ReadOnlyMemory<byte> kept =
            await store.KeepOnceAsync(InstanceNames.Key, proposal.ExportPkcs8PrivateKey(), cancellationToken).ConfigureAwait(false);
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(kept.Span, out _);
            return key;
        }
        catch (CryptographicException exception)
        {
            key.Dispose();
            throw new PingStoreException(
                $"{store.Place}: the key of the instance ({InstanceNames.Key}) cannot be read: {exception.Message} Restore it from a backup.", exception);
        }
    }

    /// <summary>
    /// Looks whether the store is where this identifier has reported from before; the first look notes where it is.
    /// </summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<EnvironmentState> EnvironmentAsync(string? uuid, CancellationToken cancellationToken)
    {
        byte[] here = Encoding.ASCII.GetBytes(await store.FingerprintAsync(cancellationToken).ConfigureAwait(false));
        ReadOnlyMemory<byte> kept = await store.KeepOnceAsync(InstanceNames.Fingerprint(uuid), here, cancellationToken).ConfigureAwait(false);
        return kept.Span.SequenceEqual(here) ? EnvironmentState.Same : EnvironmentState.Changed;
    }

    /// <summary>Somebody says that the installation was moved, so that it goes on under its identifier; gives where it is now.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<string> NoteMovedAsync(string? uuid, CancellationToken cancellationToken)
    {
        string here = await store.FingerprintAsync(cancellationToken).ConfigureAwait(false);
        await store.ReplaceAsync(InstanceNames.Fingerprint(uuid), Encoding.ASCII.GetBytes(here), cancellationToken).ConfigureAwait(false);
        return here;
    }
}
