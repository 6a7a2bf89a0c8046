using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ServicePing.Runtime.Delivery;

/// <summary>Takes a certificate that fits, and notes of one that does not what is wrong with it.</summary>
/// <param name="peer">What the other side is called.</param>
internal sealed class EgressCertificate(string peer)
{
    private const X509ChainStatusFlags Dates = X509ChainStatusFlags.NotTimeValid;

    // An authority of the same name with another key has not signed it either.
    private const X509ChainStatusFlags Authority = X509ChainStatusFlags.UntrustedRoot
        | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.ExplicitDistrust | X509ChainStatusFlags.NotSignatureValid;

    /// <summary>What is wrong, and what helps, in sentences; null where nothing was.</summary>
    internal string? Problem { get; private set; }

    internal bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        X509ChainStatusFlags found = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus one in chain?.ChainStatus ?? [])
        {
            found |= one.Status;
        }

        Problem = errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "There is none."
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                ? "It is for another host. See whether the address is right, and what stands between."
            : (found & Dates) != 0 && certificate is X509Certificate2 dated
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"It holds from {dated.NotBefore.ToUniversalTime():yyyy-MM-dd} to {dated.NotAfter.ToUniversalTime():yyyy-MM-dd}, "
                    + $"or one above it does not hold now. The {peer} needs a new one, or the clock of this machine is wrong.")
            : (found & Authority) != 0
                ? $"No authority that is trusted here has signed it. A {peer} with certificates of its own needs "
                    + $"{nameof(ServicePingOptions.CertificateAuthorities)}."
            : $"Its chain is not valid: {found}.";
        return false;
    }
}
