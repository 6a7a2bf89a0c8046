using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Tests;

/// <summary>A look at Prometheus lets it read each query, and says of each metric whether it would have a value.</summary>
[Collection(nameof(PrometheusSamples))]
public sealed class PrometheusVerificationTests(PrometheusSamples samples)
{
    [Fact]
    public async Task Each_query_is_read_and_what_is_wrong_is_named()
    {
        Dictionary<string, MetricVerification> metrics = await VerifyAsync(samples.Server.Address);
        Assert.Empty(metrics["sound"].Findings);
        Assert.True(metrics["sound"].CanBeComputed);
        Assert.Equal((FindingSeverity.Error, false), (Assert.Single(metrics["broken"].Findings).Severity, metrics["broken"].CanBeComputed));
        Assert.Contains("refuses the query (bad_data)", metrics["broken"].Findings[0].Cause, StringComparison.Ordinal);
        Assert.Contains("gives 3 series", Assert.Single(metrics["several"].Findings).Cause, StringComparison.Ordinal);
        Assert.Equal((FindingSeverity.Warning, true), (Assert.Single(metrics["empty"].Findings).Severity, metrics["empty"].CanBeComputed));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_a_finding_of_all() => Assert.All(
        (await VerifyAsync("http://127.0.0.1:1")).Values,
        metric => Assert.Contains("nobody listens there", Assert.Single(metric.Findings).Cause, StringComparison.Ordinal));

    [Fact]
    public async Task Where_none_is_named_nobody_is_asked() => Assert.Empty(await VerifyAsync(null));

    private static async Task<Dictionary<string, MetricVerification>> VerifyAsync(string? address)
    {
        TestSet set = new();
        set.AddPrometheus("sound", "sum(queue)");
        set.AddPrometheus("broken", "sum(");
        set.AddPrometheus("several", "queue");
        set.AddPrometheus("empty", "nothing_at_all");
        await using Ping ping = Ping.Of(
            builder =>
            {
                if (address is not null)
                {
                    builder.UsePrometheus(address);
                }
            },
            set);
        VerificationReport report = await ping.Services.GetRequiredService<ServicePingVerifier>().VerifyAsync();
        return report.Metrics.ToDictionary(metric => metric.KeyPath);
    }
}
