using System.Net;

namespace ServicePing.Runtime.Delivery;

/// <summary>Which way an address is reached.</summary>
internal static class EgressProxy
{
    /// <summary>What a proxy's address must be.</summary>
    internal const string Expected = "an address such as 'http://proxy.example.com:3128', http or https, without path, query and fragment";

    /// <summary>Reads the address of a proxy; null where it is none.</summary>
    internal static Uri? Read(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.PathAndQuery is "/" or ""
        && address.Fragment.Length == 0
            ? address
            : null;

    /// <summary>The proxy for an address: the option's, otherwise that of the environment; null for none.</summary>
    /// <remarks>
    /// This machine itself is never reached by a proxy: its address may be plain http, and what is sent there is not to leave unencrypted.
    /// </remarks>
    internal static (IWebProxy Proxy, Uri Address)? For(Uri address, ServicePingOptions options)
    {
        if (address.IsLoopback)
        {
            return null;
        }

        if (Read(options.Proxy) is { } own)
        {
            WebProxy proxy = new(own) { Credentials = Login(own) };
            return (proxy, own);
        }

        IWebProxy environment = options.EnvironmentProxy();
        return !environment.IsBypassed(address) && environment.GetProxy(address) is { } found && found != address
            ? (environment, found)
            : null;
    }

    private static NetworkCredential? Login(Uri proxy)
    {
        string[] parts = proxy.UserInfo.Split(':', 2);
        return proxy.UserInfo.Length == 0
            ? null
            : new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
