using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ServicePing;

/// <summary>What whoever sends a request has asked of being tracked.</summary>
internal static class TrackingWish
{
    /// <summary>Whether a browser has asked not to be tracked (<c>DNT</c>, <c>Sec-GPC</c>).</summary>
    internal static bool IsNotToBeTracked(HttpRequest request) => IsOne(request.Headers[HeaderNames.DNT]) || IsOne(request.Headers["Sec-GPC"]);

    private static bool IsOne(in StringValues header) => header.Count == 1 && header[0] == "1";
}
