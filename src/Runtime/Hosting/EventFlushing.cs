using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Flushes tracked events at an interval and once more when the program stops.</summary>
internal sealed class EventFlushing : BackgroundService
{
    private readonly EventTracker _tracker;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _shutdownTimeout;

    public EventFlushing(EventTracker tracker, IServiceProvider services, IOptions<ServicePingOptions> options, TimeProvider clock)
    {
        _tracker = tracker;
        _services = services;
        _clock = clock;
        _interval = options.Value.FlushInterval;
        _shutdownTimeout = options.Value.ShutdownTimeout;
    }

    /// <summary>Metric sets that do not go together end the start, not the first collection; one set alone always goes.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_services.GetServices<MetricSet>().Skip(1).Any())
        {
            _ = _services.GetRequiredService<PingProgram>();
        }

        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await _tracker.FlushAllAsync(_shutdownTimeout, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(_interval, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await _tracker.FlushAsync(stoppingToken).ConfigureAwait(false);
        }
    }
}
