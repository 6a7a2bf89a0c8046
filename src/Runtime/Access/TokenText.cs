using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Runtime.Access;

/// <summary>
/// The text of a token, of digits and letters: <c>spt_</c>, eleven that name it, 43 that are secret, and six of a checksum.
/// </summary>
/// <remarks>As GitHub's: scanners of source code know one, and a typing error is told without a look into the store.</remarks>
internal static class TokenText
{
    internal const string Prefix = "spt_";
    internal const int IdLength = 11;

    // 62^43 is just above 2^256.
    internal const int SecretLength = 43;
    internal const int ChecksumLength = 6;
    internal static readonly int Length = Prefix.Length + IdLength + SecretLength + ChecksumLength;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    /// <summary>Another token, of which nobody knows anything.</summary>
    internal static string Create()
    {
        string body = RandomNumberGenerator.GetString(Alphabet, IdLength + SecretLength);
        return Prefix + body + Checksum(body);
    }

    /// <summary>Whether a text may be a token; most typing errors make one that may not.</summary>
    internal static bool IsWellFormed(string text) =>
        text.Length == Length
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Letters)
        && text.AsSpan()[^ChecksumLength..].SequenceEqual(Checksum(text.AsSpan()[Prefix.Length..^ChecksumLength]));

    /// <summary>What names the token, which is no secret.</summary>
    internal static string IdOf(string text) => text.Substring(Prefix.Length, IdLength);

    internal static byte[] Hash(string text) => SHA256.HashData(Encoding.ASCII.GetBytes(text));

    /// <summary>The CRC-32 of what stands between prefix and checksum, in base 62.</summary>
    internal static string Checksum(ReadOnlySpan<char> body)
    {
        uint crc = uint.MaxValue;
        foreach (char letter in body)
        {
            crc ^= letter;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return string.Create(ChecksumLength, ~crc, static (text, rest) =>
        {
            for (int place = text.Length - 1; place >= 0; place--)
            {
                text[place] = Alphabet[(int)(rest % 62)];
                rest /= 62;
            }
        });
    }
}
