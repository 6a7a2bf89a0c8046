using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePing.Runtime.Delivery;

/// <summary>Whose certificates are trusted.</summary>
internal static class EgressTrust
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>
    /// Reads the file anew, so that a file that has changed counts at once; what trusts the machine's certificates reads none.
    /// </summary>
    /// <exception cref="EgressTrustException">The file cannot be read, or has no certificate.</exception>
    internal static SslClientAuthenticationOptions Options(string? file, EgressCertificate certificate) => new()
    {
        RemoteCertificateValidationCallback = certificate.Validate,

        // A chain makes no connections of its own: those of missing certificates and of revocation lists would pass the gate by.
        CertificateChainPolicy = Policy(file),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };

    private static X509ChainPolicy Policy(string? file)
    {
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (!string.IsNullOrEmpty(file))
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(Read(file));
        }

        return policy;
    }

    private static X509Certificate2Collection Read(string file)
    {
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new EgressTrustException($"The certificates of '{file}' cannot be read: {exception.Message}", exception);
        }

        return certificates.Count > 0 ? certificates : throw new EgressTrustException($"'{file}' has no certificate in PEM form.");
    }
}
