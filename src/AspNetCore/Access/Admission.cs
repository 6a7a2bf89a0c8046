using System.Collections.Concurrent;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing;

/// <summary>
/// Decides, for every endpoint and before anything else looks at a request, whether it may come in: where it comes from, who sends it, and
/// what they may do.
/// </summary>
/// <remarks>
/// Endpoints carry <see cref="IAllowAnonymous"/>, so that a fallback policy of the program neither blocks what is open to all nor sends a
/// script to a page for signing in. What else the program demands of them, such as by <c>RequireAuthorization</c>, is demanded here.
/// </remarks>
internal sealed class Admission(ServicePingHttpOptions options, TokenDoor door)
{
    private static readonly CameByToken Token = new();

    private readonly ConcurrentDictionary<(Endpoint Endpoint, string? Own), AuthorizationPolicy> _policies = new();

    /// <summary>Admits a request, or answers it.</summary>
    /// <returns>Whether it may come in.</returns>
    internal async Task<bool> AdmitAsync(HttpContext context, Gate gate)
    {
        if (CallOrigin.Objection(context.Request) is { } objection)
        {
            await RefuseAsync(context, gate.WhenForged, objection).ConfigureAwait(false);
            return false;
        }

        if (gate.Audience != Audience.Anybody || HasOwnDemands(context))
        {
            bool isAdmitted = !gate.IsPage && TokenHeader.Find(context.Request) is { } token
                ? await AdmitTokenAsync(context, gate, token).ConfigureAwait(false)
                : await AdmitUserAsync(context, gate).ConfigureAwait(false);
            if (!isAdmitted)
            {
                return false;
            }
        }

        return await IsNotForgedAsync(context, gate).ConfigureAwait(false);
    }

    private static bool HasOwnDemands(HttpContext context) =>
        context.GetEndpoint() is { } endpoint
        && (endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
            || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null
            || endpoint.Metadata.GetMetadata<IAuthorizationRequirementData>() is not null);

    private async Task<bool> AdmitTokenAsync(HttpContext context, Gate gate, string token)
    {
        if (await door.EnterAsync(context, gate, token).ConfigureAwait(false) is { } problem)
        {
            await problem.WriteAsync(context).ConfigureAwait(false);
            return false;
        }

        // Where the program says who a token's user is now, that user's rights count; otherwise those that the token was given.
        context.Features.Set(Token);
        return options.TokenUserOf is null || gate.Audience == Audience.Sites
            ? await MeetsOwnDemandsAsync(context, gate).ConfigureAwait(false)
            : await AdmitUserAsync(context, gate).ConfigureAwait(false);
    }

    private Task<bool> AdmitUserAsync(HttpContext context, Gate gate) => gate.Audience switch
    {
        Audience.Administrators when options.AllowsAnonymousAdministrators => MeetsOwnDemandsAsync(context, gate),
        Audience.Administrators => MeetsAsync(context, gate, new AuthorizeAttribute(options.AdministratorPolicy!)),
        Audience.Sites => RefuseSiteAsync(context),
        Audience.Users when options.AllowsAnonymousTracking => MeetsOwnDemandsAsync(context, gate),
        Audience.Users when options.UserPolicy is { } policy => MeetsAsync(context, gate, new AuthorizeAttribute(policy)),
        Audience.Users => MeetsAsync(context, gate, new AuthorizeAttribute()),
        _ => MeetsOwnDemandsAsync(context, gate),
    };

    private static async Task<bool> RefuseSiteAsync(HttpContext context)
    {
        await RefuseAsync(
            context, StatusCodes.Status401Unauthorized, $"Send a token that is called as the site and has the scope {TokenScopes.SiteReport}.").ConfigureAwait(false);
        return false;
    }

    private Task<bool> MeetsOwnDemandsAsync(HttpContext context, Gate gate) =>
        HasOwnDemands(context) ? MeetsAsync(context, gate, own: null) : Task.FromResult(true);

    private async Task<bool> MeetsAsync(HttpContext context, Gate gate, AuthorizeAttribute? own)
    {
        if (context.RequestServices.GetService<IPolicyEvaluator>() is not { } evaluator)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "This program has no users: AddAuthorization was not called.")
                .ConfigureAwait(false);
            return false;
        }

        AuthorizationPolicy policy = await PolicyAsync(context, own).ConfigureAwait(false);
        AuthenticateResult who = context.Features.Get<CameByToken>() is not null
            ? AuthenticateResult.Success(new AuthenticationTicket(context.User, TokenDoor.Type))
            : await evaluator.AuthenticateAsync(policy, context).ConfigureAwait(false);
        PolicyAuthorizationResult verdict = await evaluator.AuthorizeAsync(policy, who, context, context).ConfigureAwait(false);
        if (verdict.Succeeded)
        {
            return true;
        }

        if (gate.IsPage)
        {
            await SendAwayAsync(context, policy, verdict.Forbidden).ConfigureAwait(false);
        }
        else if (verdict.Forbidden)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "This is for others than you.").ConfigureAwait(false);
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Sign in, or send a personal access token.").ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>What an endpoint demands and what the program does of it; made anew where the program's policies may change.</summary>
    private async ValueTask<AuthorizationPolicy> PolicyAsync(HttpContext context, AuthorizeAttribute? own)
    {
        Endpoint endpoint = context.GetEndpoint()!;
        (Endpoint, string?) key = (endpoint, own is null ? null : own.Policy ?? "");
        if (_policies.TryGetValue(key, out AuthorizationPolicy? known))
        {
            return known;
        }

        IAuthorizationPolicyProvider provider = context.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>();
        IEnumerable<IAuthorizeData> data = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        AuthorizationPolicy? combined = await AuthorizationPolicy.CombineAsync(
            provider, own is null ? data : data.Append(own), endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>()).ConfigureAwait(false);
        AuthorizationPolicyBuilder builder = combined is null ? new() : new(combined);
        foreach (IAuthorizationRequirementData demand in endpoint.Metadata.GetOrderedMetadata<IAuthorizationRequirementData>())
        {
            builder.AddRequirements([.. demand.GetRequirements()]);
        }

        AuthorizationPolicy policy = builder.Build();
        if (provider.AllowsCachingPolicies)
        {
            _policies.TryAdd(key, policy);
        }

        return policy;
    }

    /// <summary>Whoever uses a browser goes where the program lets people sign in.</summary>
    private static async Task SendAwayAsync(HttpContext context, AuthorizationPolicy policy, bool isForbidden)
    {
        if (context.RequestServices.GetService<IAuthenticationService>() is null)
        {
            context.Response.StatusCode = isForbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
            return;
        }

        string?[] schemes = policy.AuthenticationSchemes is { Count: > 0 } named ? [.. named] : [null];
        foreach (string? scheme in schemes)
        {
            await (isForbidden ? context.ForbidAsync(scheme) : context.ChallengeAsync(scheme)).ConfigureAwait(false);
        }
    }

    /// <summary>A change that a cookie allows needs the antiforgery token of a program that has such tokens.</summary>
    private async Task<bool> IsNotForgedAsync(HttpContext context, Gate gate)
    {
        if (!options.UsesAntiforgery
            || CallOrigin.IsSafe(context.Request)
            || !CallOrigin.CarriesCookies(context.Request)
            || context.Features.Get<CameByToken>() is not null
            || context.RequestServices.GetService<IAntiforgery>() is not { } antiforgery
            || await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            return true;
        }

        await RefuseAsync(context, gate.WhenForged, "The request carries cookies and not the program's antiforgery token.")
            .ConfigureAwait(false);
        return false;
    }

    private static Task RefuseAsync(HttpContext context, int status, string detail) => new Problem(status, detail).WriteAsync(context);

    /// <summary>Marks a request that a token has let in.</summary>
    private sealed class CameByToken;
}
