using System.Security.Cryptography;
using System.Text;

namespace ServicePing;

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
        if (Bytes(signature) is not { Length: SignatureLength } signed || Bytes(publicKey) is not { } key)
        {
            return false;
        }

        try
        {
            using ECDsa ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(key, out _);
            return ecdsa.KeySize == 256
                && PublicKeyOf(ecdsa) == publicKey
                && ecdsa.VerifyData(Encoding.UTF8.GetBytes(text), signed, HashAlgorithmName.SHA256);
        }
        catch (Exception exception) when (exception is CryptographicException or PlatformNotSupportedException)
        {
            // The latter is what a curve is answered with that nobody knows.
            return false;
        }
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
