using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Versions;

/// <summary>Maps the endpoints of a receiver.</summary>
public static class ServicePingReceiverEndpoints
{
    /// <summary>
    /// Maps <c>POST /usage_data</c>, <c>/usage_data/offline</c>, <c>/usage_ping_metadata</c>, <c>/usage_ping_errors</c> and
    /// <c>/erase</c>, and <c>GET /healthz</c>. Anybody may call them: instances have no account with the vendor.
    /// </summary>
    /// <param name="endpoints">The program, or a group of it where all paths shall begin with another.</param>
    /// <returns>All of them together, for what a program adds, such as a host name.</returns>
    /// <exception cref="InvalidOperationException"><c>AddServicePingReceiver</c> was not called.</exception>
    public static IEndpointConventionBuilder MapServicePingReceiver(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        PingEndpoints? pings = endpoints.ServiceProvider.GetService<PingEndpoints>();
        DiagnosticsEndpoints? diagnostics = endpoints.ServiceProvider.GetService<DiagnosticsEndpoints>();
        if (pings is null || diagnostics is null)
        {
            throw new InvalidOperationException("There is no receiver to map; call AddServicePingReceiver before the program is built.");
        }

        RouteGroupBuilder group = endpoints.MapGroup("");
        group.MapPost("/usage_data", (RequestDelegate)pings.UsageDataAsync);
        group.MapPost("/usage_data/offline", (RequestDelegate)pings.OfflineAsync);
        group.MapPost("/usage_ping_metadata", (RequestDelegate)diagnostics.MetadataAsync);
        group.MapPost("/usage_ping_errors", (RequestDelegate)diagnostics.ErrorsAsync);
        group.MapPost("/erase", (RequestDelegate)diagnostics.EraseAsync);
        group.MapGet("/healthz", (RequestDelegate)diagnostics.HealthAsync);
        return group;
    }
}
