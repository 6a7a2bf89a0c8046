using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServicePing;

namespace Forge.Demo;

/// <summary>The same Forge with its counters in PostgreSQL: what happened, counted once more.</summary>
internal static class WithoutRedis
{
    /// <summary>Counts it.</summary>
    /// <returns>The payload.</returns>
    public static async Task<JsonNode> CountAsync(
        Installation installation, Vendor vendor, IReadOnlyList<Occurrence> occurrences, Action<double> progress, CancellationToken cancellationToken)
    {
        LateClock clock = new();
        await using WebApplication forge = installation.CreateForge(vendor, clock, "--ConnectionStrings:Redis=");
        await Traffic.TrackAsync(occurrences, forge.Services, clock, progress, cancellationToken);
        clock.Set(TimeProvider.System.GetUtcNow());
        ServicePingPayload payload = await forge.Services.GetRequiredService<ServicePingCollector>().CollectAsync(cancellationToken: cancellationToken);
        return JsonNode.Parse(payload.Json.Span)!;
    }

    /// <summary>The values of a payload by key path.</summary>
    public static JsonObject Values(JsonNode payload, IEnumerable<string> keyPaths) => new(keyPaths.Select(path => KeyValuePair.Create(
        path, path.Split('.').Aggregate((JsonNode?)payload, (node, segment) => node?[segment])?.DeepClone())));
}
