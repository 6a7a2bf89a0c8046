using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ServicePing;

/// <summary>Whether a request that carries cookies comes from the program's own pages.</summary>
/// <remarks>
/// A browser adds cookies to whatever any page asks of the program, and says where that page comes from in headers that no page can
/// set: <c>Sec-Fetch-Site</c> (Fetch Metadata, W3C), before that <c>Origin</c> (RFC 6454).
/// </remarks>
internal static class CallOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Why the request is refused, in a sentence; null where it is not.</summary>
    internal static string? Objection(HttpRequest request)
    {
        if (!CarriesCookies(request))
        {
            return null;
        }

        string? site = request.Headers[FetchSite];
        if (!string.IsNullOrEmpty(site))
        {
            return site is "same-origin" or "none" || (IsSafe(request) && IsNavigation(request))
                ? null
                : "The request carries cookies and comes from another site.";
        }

        // A browser without Sec-Fetch-Site names no origin where a page of the same origin only reads.
        string? origin = request.Headers.Origin;
        return string.IsNullOrEmpty(origin)
            ? IsSafe(request)
                ? null
                : "The request carries cookies and does not say where it comes from: neither Sec-Fetch-Site nor Origin is there."
            : IsOwn(origin, request) ? null
            : "The request carries cookies and comes from another origin.";
    }

    internal static bool CarriesCookies(HttpRequest request) => request.Headers.ContainsKey(HeaderNames.Cookie);

    internal static bool IsSafe(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    // A link on another site may lead here; what it leads to is shown to the user alone.
    private static bool IsNavigation(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
        && Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out Uri? own)
        && Uri.Compare(uri, own, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
