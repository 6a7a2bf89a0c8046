using System.Net;

namespace ServicePing.Runtime.Prometheus;

/// <summary>Reads the address of a Prometheus as people and configurations write it.</summary>
internal static class PrometheusAddress
{
    /// <summary>What an address looks like.</summary>
    internal const string Expected = "an http or https address such as 'https://prometheus.example.com', or a host and a port such as 'localhost:9090', "
        + "without a login, a query and a fragment";

    private const string Scheme = "://";

    /// <summary>
    /// The addresses to try, one after the other, each with a slash at its end; none where the text is no address. Where it has no scheme, https is
    /// tried before http, and http only where no login would pass a network in the clear.
    /// </summary>
    internal static IReadOnlyList<Uri> Read(string text, bool hasLogin)
    {
        string trimmed = text.Trim();
        if (trimmed.Contains(Scheme, StringComparison.Ordinal))
        {
            return Of(trimmed) is { } whole ? [whole] : [];
        }

        // What a server listens on, where nobody can connect to: all addresses of the machine.
        foreach (string any in (string[])["0.0.0.0", "[::]", ""])
        {
            if (trimmed == any || trimmed.StartsWith(any + ":", StringComparison.Ordinal))
            {
                trimmed = "localhost" + trimmed[any.Length..];
                break;
            }
        }

        return text.Trim().Length == 0 || Of("https://" + trimmed) is not { } secure ? []
            : hasLogin && !IsOfThisMachine(secure) ? [secure]
            : [secure, Of("http://" + trimmed)!];
    }

    private static Uri? Of(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" }
            ? address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/")
            : null;

    private static bool IsOfThisMachine(Uri address) =>
        address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));
}
