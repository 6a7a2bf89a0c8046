using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace ServicePing;

/// <summary>The headers of a ping, which docs/wire.md describes.</summary>
internal sealed class PingHeaders(IPingStore store, ServicePingCatalogue catalogue)
{
    private const int LongestText = 200;
    private string? _catalogueHash;

    /// <exception cref="PingStoreException">The key of the instance cannot be read.</exception>
    internal async Task<IReadOnlyList<(string Name, string Value)>> OfAsync(
        KeptPing ping, PingClaim claim, CancellationToken cancellationToken)
    {
        using ECDsa key = await new InstanceIdentity(store).KeyAsync(cancellationToken).ConfigureAwait(false);
        List<(string, string)> headers =
        [
            ("ServicePing-Digest", claim.Digest),
            ("ServicePing-Catalogue", _catalogueHash ??= HashOf(catalogue)),
            ("ServicePing-Key", SignedText.PublicKeyOf(key)),
        ];
        if (claim.Key is { } idempotency)
        {
            headers.Add(("Idempotency-Key", idempotency));
        }

        if (ping.Record.PreviousSha256 is { } previous)
        {
            headers.Add(("ServicePing-Previous", WireName.Digest(previous)));
        }

        if (Product(claim.Version) is { Length: > 0 } product)
        {
            headers.Add(("ServicePing-Product", product));
        }

        return headers;
    }

    /// <summary>The name of the program, and the version where the payload holds it: what it may not hold is not in headers.</summary>
    private static string Product(string? version)
    {
        string name = Assembly.GetEntryAssembly()?.GetName().Name ?? "";
        string text = EgressText.Ascii(version is null ? name : $"{name}/{version}");
        return text.Length > LongestText ? text[..LongestText] : text;
    }

    private static string HashOf(ServicePingCatalogue catalogue) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(catalogue.ToYaml())));
}
