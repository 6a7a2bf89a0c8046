using Microsoft.AspNetCore.Http;

namespace ServicePing.Versions;

/// <summary>What the headers of a ping say beside its bytes. All may be absent: GitLab's own sender has none of them.</summary>
internal sealed record PingHeaders(
    PingKey? Key,
    Digest? Digest,
    Digest? Previous,
    string? Product,
    string? Catalogue,
    InstanceKey? InstanceKey)
{
    private const int MaxTextLength = 200;

    /// <exception cref="RefusedInputException">A header is there and cannot be read.</exception>
    internal static PingHeaders Read(IHeaderDictionary headers) => new(
        Text(headers, "Idempotency-Key") is { } key ? ReadKey(key) : null,
        Text(headers, "ServicePing-Digest") is { } digest ? ReadDigest("ServicePing-Digest", digest) : null,
        Text(headers, "ServicePing-Previous") is { } previous ? ReadDigest("ServicePing-Previous", previous) : null,
        Text(headers, "ServicePing-Product") is { } product ? CheckText("ServicePing-Product", product) : null,
        Text(headers, "ServicePing-Catalogue") is { } catalogue ? CheckText("ServicePing-Catalogue", catalogue) : null,
        Text(headers, "ServicePing-Key") is { } instance ? ReadInstanceKey("ServicePing-Key", instance) : null);

    internal static PingKey ReadKey(string text) => PingKey.TryParse(text, out PingKey? key)
        ? key
        : throw new RefusedInputException(
            400, "Idempotency-Key is not \"uuid/cycle\" of visible ASCII characters, 100 at most on either side.");

    internal static Digest ReadDigest(string name, string text) => Digest.TryParse(text, out Digest? digest)
        ? digest
        : throw new RefusedInputException(400, $"{name} is not sha-256=:…: with the Base64 of 32 bytes between the colons.");

    internal static InstanceKey ReadInstanceKey(string name, string text) => InstanceKey.TryParse(text, out InstanceKey? key)
        ? key
        : throw new RefusedInputException(400, $"{name} is not the Base64 of a P-256 key as SubjectPublicKeyInfo.");

    internal static string CheckText(string name, string text) =>
        text.Length is > 0 and <= MaxTextLength && text.All(letter => letter is >= ' ' and <= '~')
            ? text
            : throw new RefusedInputException(400, $"{name} is empty, longer than {MaxTextLength} characters, or not visible ASCII.");

    private static string? Text(IHeaderDictionary headers, string name) => headers[name] switch
    {
        [] => null,
        [string one] => one,
        _ => throw new RefusedInputException(400, $"{name} is there more than once."),
    };
}
