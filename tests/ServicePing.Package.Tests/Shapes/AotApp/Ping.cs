using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using ServicePing;

namespace AotApp;

/// <summary>Sends a letter and asks how many were sent.</summary>
internal static class Ping
{
    /// <summary>The key path and the number.</summary>
    public static async Task<string> ReadAsync()
    {
        ServiceCollection services = new();
        services.AddServicePing(ping => ping.UseInProcessCounters());
        ServiceProvider provider = services.BuildServiceProvider();
        await using ConfiguredAsyncDisposable _ = provider.ConfigureAwait(false);

        provider.GetRequiredService<AotAppEvents>().SendLetter(user: 1, project: 2, @namespace: 3, label: "urgent", isFirst: true);
        provider.GetRequiredService<AotAppKnownEvents>().GOfficesVisited(1);
        await provider.GetRequiredService<EventTracker>().FlushAsync().ConfigureAwait(false);
        MetricResult<long> sent = await provider.GetRequiredService<ServicePingCollector>()
            .CollectAsync(AotAppMetrics.Letters.Sent).ConfigureAwait(false);
        return $"{AotAppMetrics.Letters.Sent.KeyPath} {sent.Value} {sent.Status}";
    }
}
