using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Forge.Accounts;

/// <summary>Links that sign in once, for the first administrator of an installation.</summary>
public sealed class SignInLinks
{
    private readonly ConcurrentDictionary<string, bool> _unused = new(StringComparer.Ordinal);

    /// <summary>A new link.</summary>
    /// <param name="address">Where the program is reached.</param>
    public Uri Create(Uri address)
    {
        string code = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _unused[code] = true;
        return new Uri(address, $"sign-in?code={code}");
    }

    /// <summary>Whether a link has a code that nobody has used.</summary>
    internal bool Use(string? code) => code is not null && _unused.TryRemove(code, out _);
}

/// <summary>Signing in.</summary>
internal static class SignIn
{
    public static void MapSignIn(this IEndpointRouteBuilder routes) => routes.MapGet("/sign-in", SignInAsync);

    private static async Task<IResult> SignInAsync(HttpContext context, SignInLinks links, string? code)
    {
        if (!links.Use(code))
        {
            return Results.Text("This link was used, or is none. Ask the administrator of this Forge for another.", statusCode: 403);
        }

        ClaimsIdentity administrator = new(
            [new Claim(ClaimTypes.NameIdentifier, "1"), new Claim(ClaimTypes.Name, "Ada"), new Claim(ClaimTypes.Role, "administrator")],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(administrator));
        return Results.LocalRedirect("/admin/service_ping");
    }
}
