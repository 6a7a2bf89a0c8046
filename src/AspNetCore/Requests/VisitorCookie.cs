using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ServicePing;

/// <summary>The cookie by which visitors are told apart.</summary>
internal sealed class VisitorCookie(string name, TimeProvider clock)
{
    /// <summary>How many months it lives.</summary>
    private const int Months = 24;

    /// <summary>The visitor of a request; null where its browser has no cookie that is one of ours.</summary>
    internal Guid? Find(HttpRequest request) =>
        request.Cookies.TryGetValue(name, out string? text) && Guid.TryParseExact(text, "D", out Guid visitor) ? visitor : null;

    /// <summary>
    /// Makes a visitor of whoever is signed in, before the answer begins. Null where the cookie would not be kept: a visitor who is another at
    /// each request would be counted each time.
    /// </summary>
    internal Guid? Create(HttpContext context)
    {
        if (context.Response.HasStarted || context.Features.Get<ITrackingConsentFeature>() is { CanTrack: false })
        {
            return null;
        }

        Guid visitor = Guid.NewGuid();
        context.Response.Cookies.Append(name, visitor.ToString("D"), new CookieOptions
        {
            Expires = clock.GetUtcNow().AddMonths(Months),
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = context.Request.PathBase.HasValue ? context.Request.PathBase.ToUriComponent() : "/",
        });
        return visitor;
    }
}
