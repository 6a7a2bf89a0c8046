using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Logging;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;

namespace ServicePing.Runtime.Verification;

/// <summary>Looks at the counter store once, when the program has started and never in its way, and says what is wrong.</summary>
internal sealed partial class CounterCheck(IServiceProvider services, TimeProvider clock) : IHostedService, IDisposable
{
    /// <summary>A start is busy enough without it.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _logger = services.LoggerOf(LogCategory.CounterCheck);

    /// <summary>Ends when the look is over.</summary>
    internal Task Done { get; private set; } = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Done = Task.Delay(Pause, clock, _stop.Token).ContinueWith(
            _ => CheckAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Done.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private async Task CheckAsync()
    {
        try
        {
            _stop.Token.ThrowIfCancellationRequested();
            ServicePingOptions options = services.GetRequiredService<IOptions<ServicePingOptions>>().Value;
            IReadOnlyCollection<string> keys = CounterKeys.Of(
                services.GetRequiredService<PingProgram>(),
                [.. services.GetServices<MetricSet>()],
                options,
                clock.GetUtcNow());
            foreach (MetricFinding finding in await services.GetRequiredService<ICounterStore>().CheckAsync(keys, _stop.Token).ConfigureAwait(false))
            {
                if (finding.Severity != FindingSeverity.Info)
                {
                    LogFinding(finding.Cause, finding.WayOut);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The program stops.
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The counter store is not as it should be: {Cause} {WayOut}")]
    private partial void LogFinding(string cause, string wayOut);

    [LoggerMessage(2, LogLevel.Warning, "The counter store could not be looked at.")]
    private partial void LogFailed(Exception exception);
}
