using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>What has made a ping, as posts say it in headers and files in their text.</summary>
/// <param name="Product">The name of the program, and the version where the payload holds it; null where neither is known.</param>
/// <param name="Catalogue">A hash of its definitions, in small hexadecimal digits.</param>
internal sealed record PingOrigin(string? Product, string Catalogue)
{
    private const int LongestText = 200;

    /// <summary>What the payload may not hold is not said beside it either.</summary>
    internal static PingOrigin Of(ServicePingCatalogue catalogue, PingClaim claim)
    {
        string name = Assembly.GetEntryAssembly()?.GetName().Name ?? "";
        string text = EgressText.Ascii(claim.Version is null ? name : $"{name}/{claim.Version}");
        string product = text.Length > LongestText ? text[..LongestText].TrimEnd() : text;
        return new PingOrigin(
            product.Length > 0 ? product : null,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(catalogue.ToYaml()))));
    }
}
