using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePing.Testing;

/// <summary>An authority that only one private server knows, and the certificate that it gives to it.</summary>
internal static class ServerCertificates
{
    public const string HostName = "localhost";

    private static readonly TimeSpan Validity = TimeSpan.FromDays(2);

    public static string AuthorityFile(string folder) => Path.Combine(folder, "authority.pem");

    /// <summary>The arguments with which Redis uses the certificates.</summary>
    public static IEnumerable<string> Arguments(string folder) =>
    [
        "--tls-cert-file", Path.Combine(folder, "server.pem"),
        "--tls-key-file", Path.Combine(folder, "server.key"),
        "--tls-ca-cert-file", AuthorityFile(folder),
        "--tls-auth-clients", "no",
        "--tls-replication", "yes",
    ];

    /// <summary>Writes authority, certificate and key into a folder.</summary>
    public static void Create(string folder)
    {
        DateTimeOffset start = TimeProvider.System.GetUtcNow() - Validity;
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest authorityRequest = new("CN=ServicePing.Testing", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(start, start + (3 * Validity));

        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={HostName}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(HostName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using X509Certificate2 certificate = request.Create(authority, start, start + (2 * Validity), RandomNumberGenerator.GetBytes(8));

        File.WriteAllText(AuthorityFile(folder), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Trusts the authority alone.</summary>
    public static X509ChainPolicy Trust(string authorityFile) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authorityFile) },
    };

    /// <summary>Talks TLS to a server whose certificate is of the authority.</summary>
    public static async Task<Stream> SecureAsync(Stream stream, string authorityFile, CancellationToken cancellationToken)
    {
        SslStream secure = new(stream);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = HostName, CertificateChainPolicy = Trust(authorityFile) }, cancellationToken).ConfigureAwait(false);
        return secure;
    }
}
