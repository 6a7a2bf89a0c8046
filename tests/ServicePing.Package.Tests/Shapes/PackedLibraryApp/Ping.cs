extern alias acme;

using acme::Acme;
using Microsoft.Extensions.DependencyInjection;
using ServicePing;

namespace PackedLibraryApp;

/// <summary>Sends a letter through the library and asks how many were sent.</summary>
public static class Ping
{
    /// <summary>The key path and the number.</summary>
    public static async Task<string> ReadAsync()
    {
        ServiceCollection services = new();
        services.AddSingleton<Mailbox>();
        services.AddServicePing(ping => ping.UseInProcessCounters());
        await using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<Mailbox>().Send();
        await provider.GetRequiredService<EventTracker>().FlushAsync();
        ServicePingPayload payload = await provider.GetRequiredService<ServicePingCollector>().CollectAsync();
        MetricReading sent = payload.Metrics.Single(metric => metric.KeyPath == AcmeMetrics.Acme.Sent.KeyPath);
        return $"{sent.KeyPath} {sent.Value.AsInt64()} {sent.Status}";
    }
}
