using System.Diagnostics.CodeAnalysis;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Counters;

/// <summary>All counters in the memory of the program. Not safe for several threads.</summary>
internal sealed class StoredCounters(TimeProvider clock)
{
    private static readonly TimeSpan FlushMemory = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private readonly Dictionary<string, StoredCounter> _counters = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, IReadOnlyList<WriteOutcome>> _applied = [];
    private readonly Queue<AppliedFlush> _appliedUntil = [];
    private DateTimeOffset _nextSweep;

    /// <summary>The counters that have not expired.</summary>
    internal IEnumerable<KeyValuePair<string, StoredCounter>> Living =>
        _counters.Where(counter => counter.Value.Expires is not { } expires || expires > clock.GetUtcNow());

    /// <summary>Adds counters that were kept elsewhere.</summary>
    internal void Add(IEnumerable<KeyValuePair<string, StoredCounter>> counters)
    {
        foreach ((string key, StoredCounter counter) in counters)
        {
            _counters.Add(key, counter);
        }
    }

    internal IReadOnlyList<WriteOutcome> Apply(CounterFlush flush)
    {
        Sweep();
        if (!_applied.TryGetValue(flush.Id, out IReadOnlyList<WriteOutcome>? outcomes))
        {
            outcomes = [.. flush.Writes.Select(Apply)];
            _applied.Add(flush.Id, outcomes);
            _appliedUntil.Enqueue(new AppliedFlush(flush.Id, clock.GetUtcNow() + FlushMemory));
        }

        return outcomes;
    }

    internal CounterReply Read(CounterRead read)
    {
        try
        {
            return read.Kind switch
            {
                CounterKind.Total => new CounterReply.Number(MetricValue.From(Of<StoredCounter.Number>(read).Sum(Whole))),
                CounterKind.Sum => new CounterReply.Number(MetricValue.From(Of<StoredCounter.Number>(read).Sum(number => number.Amount))),
                CounterKind.Unique when read.AsSketch => new CounterReply.Sketch(Union(read)),
                CounterKind.Unique => new CounterReply.Number(MetricValue.From(Union(read).Count())),
                _ => new CounterReply.Fields(Of<StoredCounter.Fields>(read)
                    .SelectMany(counter => counter.Counts)
                    .GroupBy(field => field.Key, field => field.Value, StringComparer.Ordinal)
                    .ToDictionary(field => field.Key, field => field.Sum(), StringComparer.Ordinal)),
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return new CounterReply.None(new Failure(ReadingStatus.Failed, exception.Message));
        }
    }

    private WriteOutcome Apply(CounterWrite write)
    {
        bool isThere = TryFind(write.Key, out StoredCounter? counter);
        counter ??= StoredCounter.For(write);
        if (!counter.Apply(write))
        {
            return WriteOutcome.Rejected;
        }

        if (!isThere)
        {
            _counters[write.Key] = counter;
        }

        if (write.Lifetime is { } lifetime && (counter.Expires is null || counter is StoredCounter.Set))
        {
            counter.Expires = clock.GetUtcNow() + lifetime;
        }

        return counter is StoredCounter.Fields { IsOther: true } ? WriteOutcome.AppliedAsOther : WriteOutcome.Applied;
    }

    private IEnumerable<T> Of<T>(CounterRead read) where T : StoredCounter
    {
        foreach (string key in read.Keys)
        {
            if (TryFind(key, out StoredCounter? counter))
            {
                yield return counter as T ?? throw new FormatException($"'{key}' holds a counter of another kind.");
            }
        }
    }

    private static long Whole(StoredCounter.Number number) =>
        number.Whole ?? throw new FormatException("A total is no whole number.");

    private HyperLogLog Union(CounterRead read) => HyperLogLog.Union(Of<StoredCounter.Set>(read).Select(set => set.Sketch));

    private bool TryFind(string key, [NotNullWhen(true)] out StoredCounter? counter)
    {
        if (_counters.TryGetValue(key, out counter) && counter.Expires <= clock.GetUtcNow())
        {
            _counters.Remove(key);
            counter = null;
        }

        return counter is not null;
    }

    private void Sweep()
    {
        DateTimeOffset now = clock.GetUtcNow();
        while (_appliedUntil.TryPeek(out AppliedFlush? oldest) && oldest.Expires <= now)
        {
            _applied.Remove(_appliedUntil.Dequeue().Flush);
        }

        if (now >= _nextSweep)
        {
            _nextSweep = now + SweepInterval;
            foreach (string key in _counters.Where(counter => counter.Value.Expires <= now).Select(counter => counter.Key).ToArray())
            {
                _counters.Remove(key);
            }
        }
    }

    /// <summary>A flush whose repetition is told from a new one until then.</summary>
    private sealed record AppliedFlush(Guid Flush, DateTimeOffset Expires);
}
