using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Asks the program for the values that it supplies in C#, one after the other in one scope of its services.</summary>
internal sealed class FactReader(IServiceScopeFactory scopes, IOptions<ServicePingOptions> options) : IMetricSource
{
    private readonly ConcurrentDictionary<string, JsonElement> _options = new(StringComparer.Ordinal);

    public IEnumerable<int> Slots(PingWork work) => work.Facts.Select(fact => fact.Slot);

    public async Task ReadAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        if (run.Work.Facts.Count == 0)
        {
            return;
        }

        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        foreach (FactPlan fact in run.Work.Facts)
        {
            await ReadAsync(fact, run, scope.ServiceProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(FactPlan fact, CollectionRun run, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (fact.Read is null)
        {
            string missing = $"The program has no class '{fact.InstrumentationClass}' marked [InstrumentationClass].";
            run.Readings.Fail(fact.Slot, new Failure(ReadingStatus.NotImplemented, missing));
            return;
        }

        long started = Stopwatch.GetTimestamp();
        try
        {
            MetricPlan metric = run.Metrics[fact.Slot];
            JsonElement parsed = _options.GetOrAdd(fact.OptionsJson, static json => JsonElement.Parse(json));
            FactContext context = new(metric.KeyPath, metric.TimeFrame, run.RecordedAt, parsed, services);

            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            end.CancelAfter(options.Value.FactTimeout);
            MetricValue value = await fact.Read(context, end.Token).AsTask()
                .WaitAsync(options.Value.FactTimeout, cancellationToken).ConfigureAwait(false);
            run.Readings.Ok(fact.Slot, value, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failure failure = exception is OperationCanceledException or TimeoutException
                ? new Failure(ReadingStatus.TimedOut, $"No value within {options.Value.FactTimeout.TotalSeconds:0.###} s.")
                : Failure.Of(exception);
            run.Readings.Fail(fact.Slot, failure, Stopwatch.GetElapsedTime(started));
        }
    }
}
