using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>A key or a label as a row has it. It is found by a digest, because no index takes a text of any length.</summary>
/// <param name="Text">The text, as PostgreSQL holds it.</param>
/// <param name="Digest">The first half of its SHA-256.</param>
internal readonly record struct StoredText(string Text, Guid Digest)
{
    internal static StoredText Of(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        // No text of PostgreSQL has a U+0000, nor half of a pair of surrogates.
        return new(
            Encoding.UTF8.GetString(bytes).Replace('\0', '\uFFFD'),
            new Guid(SHA256.HashData(bytes).AsSpan(0, 16), bigEndian: true));
    }
}
