using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ServicePing.Versions;

/// <summary>The SHA-256 of a ping's bytes before compression, written as <c>sha-256=:…:</c> with Base64 between the colons.</summary>
internal sealed record Digest
{
    private const string Start = "sha-256=:";

    private readonly string _base64;

    private Digest(string base64) => _base64 = base64;

    internal byte[] Bytes => Convert.FromBase64String(_base64);

    internal static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new Digest(Convert.ToBase64String(hash));
    }

    internal static Digest From(ReadOnlySpan<byte> hash) => new(Convert.ToBase64String(hash));

    internal static bool TryParse(string text, [NotNullWhen(true)] out Digest? digest)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        digest = text.StartsWith(Start, StringComparison.Ordinal)
            && text.EndsWith(':')
            && text.Length > Start.Length
            && Convert.TryFromBase64String(text[Start.Length..^1], hash, out int written)
            && written == hash.Length
                ? From(hash)
                : null;
        return digest is not null;
    }

    public override string ToString() => $"{Start}{_base64}:";
}
