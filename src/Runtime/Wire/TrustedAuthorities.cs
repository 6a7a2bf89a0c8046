using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePing.Runtime.Wire;

/// <summary>Whose certificates a server may have.</summary>
internal static class TrustedAuthorities
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>
    /// The authorities of a file, which is read anew, so that one that has changed counts at once; without a file those of the machine. A chain makes
    /// no connections of its own, as for missing certificates and revocation lists.
    /// </summary>
    /// <exception cref="TrustedAuthoritiesException">The file cannot be read, or has no certificate.</exception>
    internal static X509ChainPolicy Policy(string? file)
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
            throw new TrustedAuthoritiesException($"The certificates of '{file}' cannot be read: {exception.Message}", exception);
        }

        return certificates.Count > 0 ? certificates : throw new TrustedAuthoritiesException($"'{file}' has no certificate in PEM form.");
    }
}

/// <summary>There are no certificates to trust.</summary>
internal sealed class TrustedAuthoritiesException(string message, Exception? inner = null) : Exception(message, inner);
