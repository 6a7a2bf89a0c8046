using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ServicePing;

/// <summary>Flushes tracked events at an interval and once more when the program stops.</summary>
internal sealed class EventFlushing : BackgroundService
{
    private readonly EventTracker _tracker;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _shutdownTimeout;

    // The program is asked for so that metric sets that do not go together end the start, not the first collection.
    public EventFlushing(EventTracker tracker, PingProgram program, IOptions<ServicePingOptions> options, TimeProvider clock)
    {
        _ = program;
        _tracker = tracker;
        _clock = clock;
        _interval = options.Value.FlushInterval;
        _shutdownTimeout = options.Value.ShutdownTimeout;
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
