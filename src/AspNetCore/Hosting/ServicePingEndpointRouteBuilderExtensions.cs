using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing;

/// <summary>Gives a program the service ping over HTTP.</summary>
public static class ServicePingEndpointRouteBuilderExtensions
{
    /// <summary>Maps the REST API and the administrator's page, for administrators by a policy of the program.</summary>
    /// <param name="endpoints">The program, or a group of it where all addresses shall begin with another path.</param>
    /// <param name="admin">The policy that administrators satisfy, a name that the program has given to <c>AddAuthorization</c>.</param>
    /// <param name="configure">Sets what is not as it is by default.</param>
    /// <returns>All endpoints together, for what a program adds, such as a host name or a demand of its own.</returns>
    /// <exception cref="InvalidOperationException">
    /// There is no such policy, <c>AddServicePing</c> was not called, or an option is wrong; the message says what to add.
    /// </exception>
    public static IEndpointConventionBuilder MapServicePing(
        this IEndpointRouteBuilder endpoints, string admin, Action<ServicePingHttpOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(admin);
        return MapServicePing(endpoints, options =>
        {
            options.AdministratorPolicy = admin;
            configure?.Invoke(options);
        });
    }

    /// <summary>
    /// Maps the REST API and the administrator's page. Options must say who administrators are, by a policy or that everybody is one.
    /// </summary>
    /// <param name="endpoints">The program, or a group of it where all addresses shall begin with another path.</param>
    /// <param name="configure">Says who administrators are, and sets what is not as it is by default.</param>
    /// <returns>All endpoints together, for what a program adds, such as a host name or a demand of its own.</returns>
    /// <exception cref="InvalidOperationException">
    /// It is not said who administrators are, <c>AddServicePing</c> was not called, or an option is wrong; the message says what to add.
    /// </exception>
    public static IEndpointConventionBuilder MapServicePing(
        this IEndpointRouteBuilder endpoints, Action<ServicePingHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ServicePingHttpOptions options = new();
        configure?.Invoke(options);
        HttpOptionsCheck.Demand(options, endpoints.ServiceProvider);

        RouteGroupBuilder group = endpoints.MapGroup("");
        Admission admission = new(options, new TokenDoor(endpoints.ServiceProvider.GetRequiredService<ServicePingTokens>(), options));
        if (options.ApiPrefix is { } prefix)
        {
            RouteGroupBuilder api = group.MapGroup(prefix);
            ApiMap.Map(api, admission, options, endpoints.ServiceProvider);
            BrowserModule.Map(api, admission);
        }

        if (options.PagePrefix is { } page)
        {
            PageMap.Map(group.MapGroup(page), admission, options, endpoints.ServiceProvider);
        }

        UntrackedEndpoints.Watch(endpoints.ServiceProvider);
        return group;
    }
}
