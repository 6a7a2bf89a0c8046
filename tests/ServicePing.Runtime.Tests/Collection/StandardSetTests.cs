using Microsoft.Extensions.DependencyInjection;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>What every installation reports, compiled by our own generator.</summary>
public sealed class StandardSetTests
{
    [Fact]
    public async Task Every_program_reports_who_and_when_it_is()
    {
        await using ServiceProvider services = Program(ping => ping.Configure(options =>
        {
            options.Uuid = "c0ffee00-0000-4000-8000-000000000000";
            options.Hostname = "forge.example.com";
            options.Version = "1.2.3";
            options.Edition = "EE";
            options.InstallationType = "package";
        }));

        ServicePingPayload payload = await services.GetRequiredService<ServicePingCollector>().CollectAsync();

        Assert.Equal(
            """
            {"edition":"EE","hostname":"forge.example.com","installation_type":"package","recorded_at":"2026-11-21T02:15:00.123Z",
            "recording_ce_finished_at":"2026-11-21T02:15:00.123Z","recording_ee_finished_at":"2026-11-21T02:15:00.123Z",
            "settings":{"collected_data_categories":["standard","subscription","operational","optional"]},
            "uuid":"c0ffee00-0000-4000-8000-000000000000","version":"1.2.3"}
            """.ReplaceLineEndings(""),
            payload.ToString());
        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Ok, metric.Status));
    }

    [Fact]
    public async Task What_was_not_configured_is_null_and_its_status_says_what_to_set()
    {
        await using ServiceProvider services = Program(_ => { });

        MetricResult<string> uuid = await services.GetRequiredService<ServicePingCollector>().CollectAsync(StandardMetrics.Uuid);

        Assert.Null(uuid.Value);
        Assert.Equal((ReadingStatus.Failed, "ServicePingOptions.Uuid is not set."), (uuid.Status, uuid.Message));
    }

    private static ServiceProvider Program(Action<ServicePingBuilder> configure)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(new SettableClock(Ping.RecordedAt));

        // A consumer's generated code passes the set on as well, because the assembly carries it.
        ServicePingServiceCollectionExtensions.AddServicePing(services, configure, StandardMetricSet.Instance);
        return services.BuildServiceProvider();
    }
}
