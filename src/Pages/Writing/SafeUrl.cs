using System.Buffers;

namespace ServicePing.Pages;

/// <summary>Addresses that a page may lead to: of the same site, or of the web.</summary>
internal static class SafeUrl
{
    /// <summary>Where an address leads that must not be followed: nowhere.</summary>
    internal const string Nowhere = "#";

    // Browsers drop some of these and take others for a slash, after which an address is another one than it looked like.
    private static readonly SearchValues<char> Deceptive = 
        SearchValues.Create([.. Enumerable.Range(0, 33).Select(code => (char)code), '\\', '\u007F']);

    /// <summary>The address where it is harmless: http, https, or without a scheme and a host; otherwise <see cref="Nowhere"/>.</summary>
    internal static string Of(string? address)
    {
        if (string.IsNullOrEmpty(address) || address.AsSpan().ContainsAny(Deceptive) || address.StartsWith("//", StringComparison.Ordinal))
        {
            return Nowhere;
        }

        int scheme = address.IndexOf(':', StringComparison.Ordinal);
        int path = address.AsSpan().IndexOfAny('/', '?', '#');
        bool isRelative = scheme < 0 || (path >= 0 && path < scheme);
        return isRelative || IsWeb(address) ? address : Nowhere;
    }

    /// <summary>Text as a segment of a path, or as a value in a query. No segment leads upwards.</summary>
    internal static string Part(string? text) => text is "." or ".."
        ? text.Replace(".", "%252E", StringComparison.Ordinal)
        : Uri.EscapeDataString(text ?? "");

    private static bool IsWeb(string address) =>
        address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
