using Microsoft.Extensions.DependencyInjection;
using ServicePing;

namespace ConsoleApp;

/// <summary>Sends a letter and asks how many were sent.</summary>
public static class Ping
{
    /// <summary>The key path and the number.</summary>
    public static async Task<string> ReadAsync()
    {
        ServiceCollection services = new();
        services.AddServicePing(ping => ping.UseInProcessCounters());
        await using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<ConsoleAppEvents>().SendLetter(user: 1);
        await provider.GetRequiredService<EventTracker>().FlushAsync();
        MetricResult<long> sent = await provider.GetRequiredService<ServicePingCollector>().CollectAsync(ConsoleAppMetrics.Letters.Sent);
        return $"{ConsoleAppMetrics.Letters.Sent.KeyPath} {sent.Value} {sent.Status}";
    }
}
