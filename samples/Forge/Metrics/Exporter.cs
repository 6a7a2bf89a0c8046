using OpenTelemetry.Metrics;

namespace Forge.Metrics;

/// <summary>What Forge measures of itself, at <c>/metrics</c> for the Prometheus of an installation; the proxy before it keeps others out.</summary>
internal static class Exporter
{
    /// <summary>Measures what the recording rules of ServicePing read, and what ServicePing itself does.</summary>
    public static void AddExporter(this IServiceCollection services) => services.AddOpenTelemetry().WithMetrics(metrics => metrics
        .AddMeter("Microsoft.AspNetCore.Hosting", "System.Runtime", "Npgsql", "ServicePing", ProcessMemory.Meter.Name)
        .AddPrometheusExporter());

    public static void MapExporter(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics");
}
