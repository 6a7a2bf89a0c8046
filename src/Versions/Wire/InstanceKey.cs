using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Versions;

/// <summary>The public key of an instance, ECDSA over P-256; on the wire the Base64 of its SubjectPublicKeyInfo.</summary>
internal sealed record InstanceKey
{
    private readonly string _base64;

    private InstanceKey(string base64) => _base64 = base64;

    internal byte[] Bytes => Convert.FromBase64String(_base64);

    internal static bool TryParse(string text, [NotNullWhen(true)] out InstanceKey? key)
    {
        key = null;
        try
        {
            using ECDsa ecdsa = Import(Convert.FromBase64String(text));
            key = IsP256(ecdsa) ? new InstanceKey(Convert.ToBase64String(ecdsa.ExportSubjectPublicKeyInfo())) : null;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException or PlatformNotSupportedException)
        {
            // What cannot be read is no key; a curve that nobody knows is not supported.
        }

        return key is not null;
    }

    internal static InstanceKey From(byte[] subjectPublicKeyInfo) => new(Convert.ToBase64String(subjectPublicKeyInfo));

    internal static bool IsP256(ECDsa key) => key.ExportParameters(false).Curve.Oid is { } oid
        && (oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value || oid.FriendlyName == ECCurve.NamedCurves.nistP256.Oid.FriendlyName);

    /// <summary>Whether the owner of the key has signed the text; a signature that cannot be read is none.</summary>
    internal bool HasSigned(string text, string signature)
    {
        Span<byte> bytes = stackalloc byte[64];
        if (!Convert.TryFromBase64String(signature, bytes, out int written) || written != bytes.Length)
        {
            return false;
        }

        using ECDsa ecdsa = Import(Bytes);
        return ecdsa.VerifyData(Encoding.UTF8.GetBytes(text), bytes, HashAlgorithmName.SHA256);
    }

    public override string ToString() => _base64;

    private static ECDsa Import(byte[] subjectPublicKeyInfo)
    {
        ECDsa ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            return ecdsa;
        }
        catch
        {
            ecdsa.Dispose();
            throw;
        }
    }
}
