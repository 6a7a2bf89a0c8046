using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Runtime.Forwarding;

/// <summary>Names that stand for identifiers of the installation outside of it.</summary>
/// <param name="secret">The installation's secret, as a text.</param>
internal sealed class InstancePseudonyms(string secret)
{
    // Whoever reads pseudonyms may compare those of one installation; this keeps the names of installations apart from other UUIDs.
    private static readonly Guid Space = new("b3a7c1de-4f0b-5e43-9d1c-6a2f8e07d9f4");

    /// <summary>The installation itself: a UUID of version 5, whose name is the pseudonym of the word <c>instance</c>.</summary>
    internal Guid Instance { get; } = VersionFive(Hash("instance" + secret));

    /// <summary>The base64 of SHA-256 over kind, colon, identifier and secret, so that user 12 and project 12 have different ones.</summary>
    internal string Of(string kind, in EventValue identifier) => Hash($"{kind}:{identifier}{secret}");

    /// <summary>The event with a pseudonym for each of its identifiers; one out of a spool has them already, and no identifiers.</summary>
    internal ForwardedEvent Name(ForwardedEvent one) => one.Pseudonyms.Count > 0 ? one : one with
    {
        Pseudonyms = one.Identifiers.ToDictionary(
            identifier => identifier.Key, identifier => Of(identifier.Key, identifier.Value), StringComparer.Ordinal),
    };

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Guid VersionFive(string name)
    {
        // What RFC 9562 asks for; nothing is kept secret by it.
#pragma warning disable CA5350
        byte[] hash = SHA1.HashData([.. Space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
