using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Versions.Tests;

/// <summary>The key pair of an instance.</summary>
internal sealed class InstanceSigner : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    internal string Sign(string text) => Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));

    /// <summary>Verifies as anybody would who has the documentation alone.</summary>
    internal static bool Verifies(string publicKey, string text, string signature)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        return key.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(signature), HashAlgorithmName.SHA256);
    }

    public void Dispose() => _key.Dispose();
}
