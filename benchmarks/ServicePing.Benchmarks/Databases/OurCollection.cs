using Microsoft.Extensions.DependencyInjection;
using ServicePing.Testing;

namespace ServicePing.Benchmarks.Databases;

/// <summary>A program that collects some metrics, as a consumer registers it.</summary>
internal sealed class OurCollection : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="connectionString">The database.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="pauseRatio">Full speed, unless something else is given; null for what is the default.</param>
    public OurCollection(string connectionString, IReadOnlyList<MeasuredMetric> metrics, double? pauseRatio = 0)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(new SettableClock(BenchmarkTable.Now));
        services.Configure<ServicePingOptions>(options => options.PauseRatio = pauseRatio);
        ServicePingServiceCollectionExtensions.AddServicePing(
            services, builder => builder.UsePostgres(connectionString), new MeasuredSet(metrics));
        _services = services.BuildServiceProvider();
    }

    /// <summary>Collects once; every metric must have succeeded.</summary>
    public async Task<(decimal[] Values, CollectionStatistics Statistics)> RunAsync()
    {
        ServicePingPayload payload = await _services.GetRequiredService<ServicePingCollector>().CollectAsync();
        MetricReading[] readings = [.. payload.Metrics.Where(metric => metric.Source == DataSource.Database)];
        return Array.Find(readings, metric => metric.Status != ReadingStatus.Ok) is { } failed
            ? throw new InvalidOperationException($"{failed.KeyPath}: {failed.Status}, {failed.Message}")
            : ([.. readings.Select(Number)], payload.Statistics);
    }

    /// <summary>The groups of the only metric.</summary>
    public async Task<Dictionary<string, decimal>> GroupsAsync()
    {
        ServicePingPayload payload = await _services.GetRequiredService<ServicePingCollector>().CollectAsync();
        return payload.Metrics.Single(metric => metric.Source == DataSource.Database).Value.AsJson().EnumerateObject()
            .ToDictionary(group => group.Name, group => group.Value.GetDecimal());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>A split metric counts as the sum of its groups.</summary>
    private static decimal Number(MetricReading reading) => reading.Value.Kind switch
    {
        MetricValueKind.Integer or MetricValueKind.Decimal => reading.Value.AsDecimal(),
        MetricValueKind.Double => (decimal)reading.Value.AsDouble(),
        _ => reading.Value.AsJson().EnumerateObject().Sum(group => group.Value.GetDecimal()),
    };
}
