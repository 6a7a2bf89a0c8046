using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>The personal access token that a request brings, in GitLab's header or as a bearer token (RFC 6750).</summary>
internal static class TokenHeader
{
    private const string Private = "PRIVATE-TOKEN";
    private const string Bearer = "Bearer ";
    private const string Prefix = "spt_";

    /// <summary>The token; null where there is none, or one of another kind, which is the program's business.</summary>
    internal static string? Find(HttpRequest request) =>
        OfOurs(request.Headers[Private]) ?? OfOurs(AfterBearer(request.Headers.Authorization));

    private static string? AfterBearer(string? authorization) =>
        authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true ? authorization[Bearer.Length..].Trim() : null;

    private static string? OfOurs(string? text) => text?.StartsWith(Prefix, StringComparison.Ordinal) == true ? text : null;
}
