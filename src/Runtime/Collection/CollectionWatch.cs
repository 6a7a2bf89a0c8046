using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServicePing.Runtime.Collection;

/// <summary>Tells those who watch a program how its collections end: in the log, as measurements, as spans.</summary>
internal sealed class CollectionWatch(CollectionLog log, CollectionInstruments instruments) : IDisposable
{
    internal CollectionLog Log => log;

    internal static CollectionWatch Create(IServiceProvider services) => new(
        new CollectionLog(services.GetService<ILogger<ServicePingCollector>>() ?? NullLogger<ServicePingCollector>.Instance),
        new CollectionInstruments(services.GetService<IMeterFactory>()));

    /// <summary>Collects, and tells how that ended, however it does.</summary>
    internal async Task<T> WatchAsync<T>(
        CollectionKind kind,
        Func<Task<(T Result, CollectionRun Run, CollectionStatistics Statistics)>> collect,
        CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        using Activity? activity = instruments.Begin(kind);
        try
        {
            (T result, CollectionRun run, CollectionStatistics statistics) = await collect().ConfigureAwait(false);
            instruments.Complete(kind, statistics, activity);
            log.Report(kind, run, statistics);
            return result;
        }
        catch (Exception exception)
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            if (cancellationToken.IsCancellationRequested)
            {
                instruments.Break(kind, "cancelled", elapsed, error: null, activity);
                log.LogCancelled(kind.Word(), elapsed.TotalMilliseconds);
            }
            else
            {
                string type = exception.GetType().FullName!;
                instruments.Break(kind, "failed", elapsed, type, activity);
                log.LogBroken(kind.Word(), elapsed.TotalMilliseconds, type);
            }

            throw;
        }
    }

    public void Dispose() => instruments.Dispose();
}
