using System.Buffers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing;

/// <summary>Whether a program may start with what it says of the service ping over HTTP.</summary>
internal static class HttpOptionsCheck
{
    private static readonly SearchValues<char> Unusual = SearchValues.Create("{}?#*% \\");

    /// <summary>Demands that it may.</summary>
    /// <exception cref="InvalidOperationException">It may not; the message says what to add.</exception>
    internal static void Demand(ServicePingHttpOptions options, IServiceProvider services)
    {
        string? problem = services.GetService<ServicePingSettings>() is null
            ? "There is no service ping to map; call builder.Services.AddServicePing before the program is built."
            : Prefix(options.ApiPrefix, nameof(options.ApiPrefix))
            ?? Prefix(options.PagePrefix, nameof(options.PagePrefix))
            ?? Range(options.TrackingRequestsPerMinute, 0, 1_000_000, nameof(options.TrackingRequestsPerMinute))
            ?? Range(options.LongestBody, 1024, 16 << 20, nameof(options.LongestBody))
            ?? Dictionary(options)
            ?? Administrators(options, services)
            ?? Policy(options.UserPolicy, nameof(options.UserPolicy), services);
        if (problem is not null)
        {
            throw new InvalidOperationException(problem);
        }
    }

    private static string? Dictionary(ServicePingHttpOptions options) =>
        options.DictionaryFile is null or ShippedDictionary.FileName || ShippedDictionary.PathOf(options) is not null
            ? null
            : $"DictionaryFile names '{options.DictionaryFile}', which is not there: build with -p:ServicePingShipDictionary=true, or set it to null for no dictionary.";

    private static string? Administrators(ServicePingHttpOptions options, IServiceProvider services) =>
        options is { AdministratorPolicy: not null, AllowsAnonymousAdministrators: true }
            ? $"Administrators are named by the policy '{options.AdministratorPolicy}', and everybody is allowed to be one: choose one of both."
            : options.AllowsAnonymousAdministrators ? null
            : options.AdministratorPolicy is null
            ? """
              MapServicePing does not know who the administrators are, and opens to nobody. Name a policy:

                  builder.Services.AddAuthorization(options => options.AddPolicy("Administrators", policy => policy.RequireRole("administrator")));
                  app.MapServicePing(admin: "Administrators");

              or let everybody who reaches the program be one, in so many words:

                  app.MapServicePing(http => http.AllowAnonymousAdministrators());
              """
            : Policy(options.AdministratorPolicy, nameof(options.AdministratorPolicy), services);

    private static string? Policy(string? name, string option, IServiceProvider services)
    {
        if (name is null)
        {
            return null;
        }

        // Looking a policy up is done by the first request otherwise, which is too late to be told.
        return services.GetService<IPolicyEvaluator>() is null || services.GetService<IAuthorizationPolicyProvider>() is not { } provider
            ? $"""
              The policy '{name}' of {option} cannot be asked, since the program has no authorization. Add it:

                  builder.Services.AddAuthorization(options => options.AddPolicy("{name}", policy => policy.RequireRole("administrator")));
              """
            : provider.GetPolicyAsync(name).GetAwaiter().GetResult() is null
            ? $"""
              There is no policy '{name}', which {option} names. Add it:

                  builder.Services.AddAuthorization(options => options.AddPolicy("{name}", policy => policy.RequireRole("administrator")));
              """
            : null;
    }

    private static string? Prefix(string? prefix, string option) => prefix is null || IsPath(prefix)
        ? null
        : $"{option} must be a path such as '/api/v4', which begins with a slash and does not end with one, or null; not '{prefix}'.";

    private static bool IsPath(string prefix) =>
        prefix.StartsWith('/') && !prefix.EndsWith('/') && !prefix.AsSpan().ContainsAny(Unusual)
        && !prefix.Contains("//", StringComparison.Ordinal);

    private static string? Range(int value, int least, int most, string option) => value >= least && value <= most
        ? null
        : FormattableString.Invariant($"{option} must be from {least} to {most}, not {value}.");
}
