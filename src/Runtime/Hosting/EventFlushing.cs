using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;

namespace ServicePing.Runtime.Hosting;

/// <summary>Flushes tracked events at an interval, and once more when all other services of the program have stopped.</summary>
/// <remarks>
/// Nothing happens in <c>StopAsync</c>: services that stop later, whatever the order, may still track. A host that knows no
/// <see cref="IHostedLifecycleService"/>, and whatever is tracked while the container is disposed, is served by the tracker's own end.
/// </remarks>
internal sealed class EventFlushing : IHostedLifecycleService, IDisposable
{
    private readonly EventTracker _tracker;
    private readonly IServiceProvider _services;
    private readonly IEnumerable<MetricSet> _sets;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly CancellationTokenSource _stop = new();
    private Task _flushing = Task.CompletedTask;

    /// <summary>Reads the options, so that wrong ones end the start and not the first event.</summary>
    public EventFlushing(
        EventTracker tracker,
        IServiceProvider services,
        IEnumerable<MetricSet> sets,
        IOptions<ServicePingOptions> options,
        TimeProvider clock)
    {
        _tracker = tracker;
        _services = services;
        _sets = sets;
        _clock = clock;
        _interval = options.Value.FlushInterval;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Metric sets that do not go together end the start, not the first collection; one set alone always goes.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_sets.Skip(1).Any())
        {
            _ = _services.GetRequiredService<PingProgram>();
        }

        // Not awaited here: a program that tracks nothing never compiles the loop, and has no timer.
        _flushing = _tracker.FirstUse.ContinueWith(
            _ => FlushAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_tracker.FirstUse.IsCompleted)
        {
            await _flushing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _tracker.FlushLastAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _stop.Cancel();

    private async Task FlushAsync()
    {
        using PeriodicTimer timer = new(_interval, _clock);
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
        {
            await _tracker.FlushAsync(_stop.Token).ConfigureAwait(false);
        }
    }
}
