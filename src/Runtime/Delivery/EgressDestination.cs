using System.Globalization;

namespace ServicePing;

/// <summary>A host to which the program may open connections for the service ping.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port, 1 to 65535.</param>
/// <param name="Purpose">What for, in words.</param>
public sealed record EgressDestination(string Host, int Port, string Purpose)
{
    /// <summary>The host and port as one writes them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Scheme, host and port of an address, without what may be secret.</summary>
    internal static string Shown(Uri address) => string.Create(CultureInfo.InvariantCulture, $"{address.Scheme}://{address.Host}:{address.Port}");
}
