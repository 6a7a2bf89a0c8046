using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Runtime.Wire;

/// <summary>Signatures of texts as docs/wire.md writes them: ECDSA over P-256 and SHA-256, 64 bytes in Base64.</summary>
internal static class SignedText
{
    private const int SignatureLength = 64;

    internal static string Sign(ECDsa key, string text) =>
        Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));

    internal static string PublicKeyOf(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    /// <summary>
    /// Whether the owner of a public key has signed a text. There is one way to write each, so that a file in which anything was changed
    /// is told from the one that was signed.
    /// </summary>
    internal static bool IsSigned(string text, string publicKey, string signature)
    {
        using ECDsa? key = Read(publicKey);
        return key is not null
            && Bytes(signature) is { Length: SignatureLength } signed
            && key.VerifyData(Encoding.UTF8.GetBytes(text), signed, HashAlgorithmName.SHA256);
    }

    /// <summary>Whether a text is a public key, written in the one way.</summary>
    internal static bool IsPublicKey(string text)
    {
        using ECDsa? key = Read(text);
        return key is not null;
    }

    private static ECDsa? Read(string publicKey)
    {
        if (Bytes(publicKey) is not { } bytes)
        {
            return null;
        }

        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(bytes, out _);
            if (key.KeySize == 256 && PublicKeyOf(key) == publicKey)
            {
                return key;
            }
        }
        catch (Exception exception) when (exception is CryptographicException or PlatformNotSupportedException)
        {
            // The latter is what a curve is answered with that nobody knows.
        }

        key.Dispose();
        return null;
    }

    private static byte[]? Bytes(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length)
            && Convert.ToBase64String(bytes, 0, length) == base64
                ? bytes[..length]
                : null;
    }
}
