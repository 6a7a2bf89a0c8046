using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ServicePing;

/// <summary>
/// Degraded where the last three weekly pings were given up, or where what is kept cannot be read; healthy otherwise, and never
/// unhealthy, since a product works without its ping. Add it by
/// <c>services.AddHealthChecks().AddCheck&lt;ServicePingHealthCheck&gt;("service_ping")</c>.
/// </summary>
/// <param name="history">What became of the pings.</param>
public sealed class ServicePingHealthCheck(IPingHistory history) : IHealthCheck
{
    private const int Failures = 3;
    private const int Latest = 20;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            PingCycle[] ended =
            [
                .. (await history.CyclesAsync(Latest, cancellationToken).ConfigureAwait(false))
                    .Where(cycle => cycle is { Kind: "weekly", State: "sent" or "skipped" or "failed" })
                    .Take(Failures),
            ];
            return ended.Length == Failures && ended.All(cycle => cycle.State == "failed")
                ? HealthCheckResult.Degraded($"The last {Failures} service pings were not delivered. {ended[0].Reason}")
                : HealthCheckResult.Healthy(ended is [var last, ..] ? $"Cycle '{last.Name}': {last.State}. {last.Reason}" : "No cycle has ended yet.");
        }
        catch (PingHistoryException exception)
        {
            return HealthCheckResult.Degraded(exception.Message);
        }
    }
}
