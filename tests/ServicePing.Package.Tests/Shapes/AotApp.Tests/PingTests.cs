using Microsoft.Extensions.DependencyInjection;
using ServicePing;

namespace AotApp.Tests;

public class PingTests
{
    [Fact]
    public async Task A_letter_is_counted()
    {
        Assert.EndsWith(".sent 1 Ok", await Ping.ReadAsync());

        // With what only friends of the program see.
        ServiceCollection services = new();
        services.AddServicePing(ping => ping.UseInProcessCounters());
        await using ServiceProvider provider = services.BuildServiceProvider();
        MetricResult<long> limit = await provider.GetRequiredService<ServicePingCollector>().CollectAsync(AotAppMetrics.Settings.Limit);
        Assert.Equal(12, limit.Value);
    }
}
