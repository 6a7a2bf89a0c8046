using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>A program that collects: the services as a consumer registers them, and a clock under control.</summary>
internal sealed class Ping : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Ping(ServiceProvider services, SettableClock clock)
    {
        _services = services;
        Clock = clock;
    }

    public static DateTimeOffset RecordedAt { get; } = new(2026, 11, 21, 2, 15, 0, 123, TimeSpan.Zero);

    public SettableClock Clock { get; }

    public ServicePingCollector Collector => _services.GetRequiredService<ServicePingCollector>();

    public EventTracker Tracker => _services.GetRequiredService<EventTracker>();

    public IServiceProvider Services => _services;

    public static Ping Of(Action<ServicePingBuilder> configure, params MetricSet[] sets) => Of(null, configure, sets);

    public static Ping Of(MetricSet? standard, Action<ServicePingBuilder> configure, params MetricSet[] sets)
    {
        SettableClock clock = new(RecordedAt);
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(clock);
        ServicePingServiceCollectionExtensions.AddServicePing(services, configure, standard, sets);
        return new Ping(services.BuildServiceProvider(), clock);
    }

    public Task<ServicePingPayload> CollectAsync() => Collector.CollectAsync();

    public async Task<MetricReading> ReadAsync(string keyPath) =>
        (await CollectAsync()).Metrics.Single(metric => metric.KeyPath == keyPath);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
