using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Versions;

/// <summary>The key with which the receiver signs: ECDSA over P-256 and SHA-256, signatures of 64 bytes (IEEE P1363) in Base64.</summary>
internal sealed class ReceiverKey : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ECDsa _key;

    private ReceiverKey(ECDsa key)
    {
        _key = key;
        PublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The Base64 of the SubjectPublicKeyInfo, with which anybody verifies.</summary>
    internal string PublicKey { get; }

    /// <summary>A new private key, as PKCS #8.</summary>
    internal static byte[] Generate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    /// <exception cref="CryptographicException">It is no private key of P-256.</exception>
    internal static ReceiverKey FromPkcs8(byte[] bytes) => Load(key => key.ImportPkcs8PrivateKey(bytes, out _));

    /// <exception cref="CryptographicException">It is no private key of P-256.</exception>
    /// <exception cref="ArgumentException">The text holds no key in PEM, or several.</exception>
    internal static ReceiverKey FromPem(string pem) => Load(key => key.ImportFromPem(pem));

    internal string Sign(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        lock (_gate)
        {
            return Convert.ToBase64String(_key.SignData(bytes, HashAlgorithmName.SHA256));
        }
    }

    public void Dispose() => _key.Dispose();

    private static ReceiverKey Load(Action<ECDsa> import)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            import(key);
            if (!InstanceKey.IsP256(key))
            {
                throw new CryptographicException("The key is not of the curve P-256.");
            }

            // A public key alone is found out here, and not at the first receipt.
            key.SignData([], HashAlgorithmName.SHA256);
            return new ReceiverKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
