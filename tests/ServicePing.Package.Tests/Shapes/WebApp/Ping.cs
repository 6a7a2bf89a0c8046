using Microsoft.Extensions.DependencyInjection;
using ServicePing;

namespace WebApp;

/// <summary>Sends a letter and asks how many were sent.</summary>
public static class Ping
{
    /// <summary>The key path and the number.</summary>
    public static async Task<string> ReadAsync()
    {
        ServiceCollection services = new();
        services.AddServicePing(ping => ping.UseInProcessCounters());
        await using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<WebAppEvents>().SendLetter(user: 1);
        await provider.GetRequiredService<EventTracker>().FlushAsync();
        MetricResult<long> sent = await provider.GetRequiredService<ServicePingCollector>().CollectAsync(WebAppMetrics.Letters.Sent);
        return $"{WebAppMetrics.Letters.Sent.KeyPath} {sent.Value} {sent.Status}";
    }
}
