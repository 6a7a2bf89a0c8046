using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Facts;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Sources;

/// <summary>
/// Asks the program for the values that it supplies in C#. Facts run apart from each other: each in a scope of its own, on threads of its
/// own, within its own limit.
/// </summary>
internal sealed class FactReader(IServiceScopeFactory scopes, IOptions<ServicePingOptions> options, CollectionWatch watch) : IMetricSource
{
    /// <summary>How many facts begin at once.</summary>
    private const int Turns = 16;

    /// <summary>After what time a fact lets the next begin, although it has not ended: many that block shall not add up.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, JsonElement> _options = new(StringComparer.Ordinal);

    /// <summary>Facts that were given up and have not ended, by key path.</summary>
    private readonly ConcurrentDictionary<string, FactReading> _givenUp = new(StringComparer.Ordinal);

    public IEnumerable<int> Slots(PingWork work) => work.Facts.Select(fact => fact.Slot);

    public Task ReadAsync(CollectionRun run, CancellationToken cancellationToken) =>
        ReadAsync(run.Work.Facts.Where(fact => !fact.IsLast), run, cancellationToken);

    public Task ReadLastAsync(CollectionRun run, CancellationToken cancellationToken) =>
        ReadAsync(run.Work.Facts.Where(fact => fact.IsLast), run, cancellationToken);

    private async Task ReadAsync(IEnumerable<FactPlan> plans, CollectionRun run, CancellationToken cancellationToken)
    {
        SemaphoreSlim turns = new(Turns);
        List<Task> facts = [];
        foreach (FactPlan fact in plans)
        {
            await turns.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            Task reading = ReadAsync(fact, run, cancellationToken);
            facts.Add(reading);
            facts.Add(PassOnAsync(reading, turns));
        }

        await Task.WhenAll(facts).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task PassOnAsync(Task reading, SemaphoreSlim turns)
    {
        await Task.WhenAny(reading, Task.Delay(Turn)).ConfigureAwait(false);
        turns.Release();
    }

    private async Task ReadAsync(FactPlan fact, CollectionRun run, CancellationToken cancellationToken)
    {
        MetricPlan metric = run.Metrics[fact.Slot];
        if (fact.Read is null)
        {
            string missing = $"The program has no class '{fact.InstrumentationClass}' marked [InstrumentationClass].";
            run.Readings.Fail(fact.Slot, new Failure(ReadingStatus.NotImplemented, missing));
            return;
        }

        if (_givenUp.TryGetValue(metric.KeyPath, out FactReading? earlier))
        {
            run.Readings.Fail(fact.Slot, new Failure(
                ReadingStatus.TimedOut,
                $"It was given up {Seconds(earlier.Elapsed)} after it was begun and has not ended since; it is begun again when it has.")
            {
                LogReason = "It was given up by an earlier collection and has not ended since; it is begun again when it has.",
            });
            return;
        }

        FactContext? context = null;
        FactReading reading = new(fact, new CancellationTokenSource(), scopes, services => context = new FactContext(
            metric.KeyPath, metric.TimeFrame, run.RecordedAt, OptionsOf(fact), services)
        {
            Collection = run,
            Permissions = run.Scope.Permissions,
        });
        try
        {
            await reading.Ended.WaitAsync(options.Value.FactTimeout, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            Take(reading, context, fact.Slot, run.Readings);
        }
        finally
        {
            if (!reading.Ended.IsCompleted)
            {
                GiveUp(metric.KeyPath, reading);
            }
        }
    }

    private JsonElement OptionsOf(FactPlan fact) => _options.GetOrAdd(fact.OptionsJson, static json => JsonElement.Parse(json));

    /// <summary>Takes what a fact has come to, although it may not have ended.</summary>
    private void Take(FactReading reading, FactContext? context, int slot, Readings readings)
    {
        if (reading.Value.IsCompletedSuccessfully && context?.Absence is { } absence)
        {
            readings.Fail(slot, new Failure(ReadingStatus.Removed, absence));
        }
        else if (reading.Value.IsCompletedSuccessfully)
        {
            string? trouble = !reading.Ended.IsCompleted ? "what it used is not disposed yet"
                : reading.Ended.Exception?.InnerException is { } exception
                    ? $"{exception.GetType().Name} was thrown when what it used was disposed"
                : null;
            if (trouble is not null)
            {
                watch.Log.LogNotDisposed(reading.Class, trouble);
            }

            readings.Ok(slot, reading.Value.Result, reading.Elapsed, trouble is null ? context?.Note : $"There is a value, but {trouble}.");
        }
        else if (reading.Value.IsCompleted || reading.Ended.IsFaulted)
        {
            AggregateException exception = reading.Value.Exception ?? reading.Ended.Exception!;
            Failure failure = exception.InnerException is FactFailureException known ? known.Failure : Failure.Of(exception.InnerException!);
            readings.Fail(slot, failure, reading.Elapsed);
        }
        else
        {
            string limit = $"No value within {Seconds(options.Value.FactTimeout)}.";
            readings.Fail(slot, new Failure(ReadingStatus.TimedOut, limit), reading.Elapsed);
        }
    }

    /// <summary>Remembers a fact until it has ended, so that it is not begun on top of itself.</summary>
    private void GiveUp(string keyPath, FactReading reading)
    {
        _givenUp[keyPath] = reading;
        reading.GiveUp();
        _ = reading.Ended.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                _ = reading.Value.Exception;
                _givenUp.TryRemove(KeyValuePair.Create(keyPath, reading));
                watch.Log.LogEndedLate(reading.Class, reading.Elapsed.TotalMilliseconds);
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
