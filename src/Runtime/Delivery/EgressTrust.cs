using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>Whose certificates are trusted.</summary>
internal static class EgressTrust
{
    /// <summary>
    /// Reads the file anew, so that a file that has changed counts at once; what trusts the machine's certificates reads none.
    /// </summary>
    /// <exception cref="TrustedAuthoritiesException">The file cannot be read, or has no certificate.</exception>
    internal static SslClientAuthenticationOptions Options(string? file, EgressCertificate certificate) => new()
    {
        RemoteCertificateValidationCallback = certificate.Validate,

        // A chain makes no connections of its own: those of missing certificates and of revocation lists would pass the gate by.
        CertificateChainPolicy = TrustedAuthorities.Policy(file),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };
}
