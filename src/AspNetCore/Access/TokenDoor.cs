using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>The way in for personal access tokens: a token stands for its user, and cookies beside it do not count.</summary>
internal sealed class TokenDoor(ServicePingTokens tokens, ServicePingHttpOptions options)
{
    /// <summary>How users are known that a token stands for.</summary>
    internal const string Type = "ServicePing.Token";

    /// <summary>Puts the token's user into the request, or says why it may not come in.</summary>
    /// <returns>Why it may not; null where it may.</returns>
    /// <exception cref="TokenStoreException">Nobody can say whether the token is valid.</exception>
    internal async Task<Problem?> EnterAsync(HttpContext context, Gate gate, string text)
    {
        // Where the store cannot be asked, whoever calls is neither in nor out.
        TokenLookup lookup = await tokens.FindAsync(text, context.RequestAborted).ConfigureAwait(false);
        if (!lookup.IsValid)
        {
            return new Problem(StatusCodes.Status401Unauthorized, lookup.Message);
        }

        AccessToken token = lookup.Token!;
        if (!gate.Scopes.Any(scope => token.Scopes.Contains(scope, StringComparer.Ordinal)))
        {
            return new Problem(StatusCodes.Status403Forbidden, $"The token has none of the scopes {string.Join(", ", gate.Scopes)}.");
        }

        if (gate.Audience == Audience.Sites)
        {
            // A site is none of the program's users.
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, token.Name)], Type));
            return null;
        }

        if (options.TokenUserOf is { } userOf)
        {
            if (await userOf(context, token).ConfigureAwait(false) is not { } user)
            {
                return new Problem(StatusCodes.Status401Unauthorized, "The user of the token is none of this program any more.");
            }

            context.User = user;
            return null;
        }

        context.User = UserOf(token);
        return gate.Audience == Audience.Administrators && !token.IsAdministrator
            ? new Problem(StatusCodes.Status403Forbidden, "The token is not an administrator's.")
            : null;
    }

    private static ClaimsPrincipal UserOf(AccessToken token) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, token.UserId), new Claim(ClaimTypes.Name, token.UserName)], Type));
}
