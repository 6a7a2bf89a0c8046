using ServicePing;

namespace Tally.Api;

/// <summary>What this installation would tell its makers.</summary>
internal static class Ping
{
    public static void MapServicePing(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/service_ping", async (ServicePingCollector collector, CancellationToken cancellationToken) =>
        {
            ServicePingPayload payload = await collector.CollectAsync(cancellationToken: cancellationToken);
            return Results.Bytes(payload.Json.ToArray(), "application/json");
        });
}
