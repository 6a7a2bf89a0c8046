using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>Who sends a request, where the program does not say it otherwise.</summary>
internal static class RequestUser
{
    /// <summary>What the user is called among identifiers.</summary>
    internal const string Identifier = "user";

    private const string Subject = "sub";

    /// <summary>The identifier of the user; none where nobody is signed in.</summary>
    internal static EventValue IdentifierOf(HttpContext context) =>
        ClaimOf(context.User) is { } claim ? ValueOf(claim) : EventValue.None;

    /// <summary>What the history calls the user.</summary>
    internal static string NameOf(HttpContext context) =>
        NotBlank(context.User.Identity?.Name) ?? NotBlank(ClaimOf(context.User)) ?? "somebody who was not asked to sign in";

    /// <summary>A text as the identifier that it writes: a whole number or a UUID where it is written as such, otherwise itself.</summary>
    internal static EventValue ValueOf(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : Guid.TryParseExact(text, "D", out Guid guid) ? guid : text;

    private static string? ClaimOf(ClaimsPrincipal user) =>
        user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst(Subject)?.Value;

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
