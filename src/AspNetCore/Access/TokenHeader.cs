using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>The personal access token that a request brings, in GitLab's header or as a bearer token (RFC 6750).</summary>
internal static class TokenHeader
{
    internal const string Private = "PRIVATE-TOKEN";
    private const string Bearer = "Bearer ";

    /// <summary>The token; null where there is none, or a bearer token of another kind, which is the program's business.</summary>
    internal static string? Find(HttpRequest request)
    {
        string? privately = request.Headers[Private];
        if (!string.IsNullOrEmpty(privately))
        {
            return privately;
        }

        string? authorization = request.Headers.Authorization;
        return authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true
            && authorization.AsSpan(Bearer.Length).Trim() is var token
            && token.StartsWith(TokenDoor.Prefix, StringComparison.Ordinal)
            ? token.ToString()
            : null;
    }
}
