using System.Security.Cryptography;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>The headers of a ping, which docs/wire.md describes.</summary>
internal sealed class PingHeaders(IPingStore store, ServicePingCatalogue catalogue)
{
    /// <exception cref="PingStoreException">The key of the instance cannot be read.</exception>
    internal async Task<IReadOnlyList<(string Name, string Value)>> OfAsync(
        KeptPing ping, PingClaim claim, CancellationToken cancellationToken)
    {
        using ECDsa key = await new InstanceIdentity(store).KeyAsync(cancellationToken).ConfigureAwait(false);
        PingOrigin origin = PingOrigin.Of(catalogue, claim);
        List<(string, string)> headers =
        [
            ("ServicePing-Digest", claim.Digest),
            ("ServicePing-Catalogue", origin.Catalogue),
            ("ServicePing-Key", SignedText.PublicKeyOf(key)),
            ("Idempotency-Key", claim.Key ?? throw new InvalidOperationException(claim.Obstacle)),
        ];
        if (ping.Record.PreviousSha256 is { } previous)
        {
            headers.Add(("ServicePing-Previous", WireName.Digest(previous)));
        }

        if (origin.Product is { } product)
        {
            headers.Add(("ServicePing-Product", product));
        }

        return headers;
    }
}
