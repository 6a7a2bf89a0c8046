using System.Diagnostics.CodeAnalysis;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Counters;

/// <summary>All counters in the memory of the program. Not safe for several threads.</summary>
internal sealed class StoredCounters(TimeProvider clock)
{
    private static readonly TimeSpan WriterMemory = TimeSpan.FromDays(42);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private readonly Dictionary<string, StoredCounter> _counters = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, AppliedFlush> _writers = [];
    private DateTimeOffset _nextSweep;

    /// <summary>The counters that have not expired.</summary>
    internal IEnumerable<KeyValuePair<string, StoredCounter>> Living =>
        _counters.Where(counter => counter.Value.Expires is not { } expires || expires > clock.GetUtcNow());

    /// <summary>The last flush of each writer: one with its number or a lower one was applied.</summary>
    internal IReadOnlyDictionary<Guid, AppliedFlush> Writers => _writers;

    /// <summary>Adds what was kept elsewhere.</summary>
    internal void Add(
        IEnumerable<KeyValuePair<string, StoredCounter>> counters, IEnumerable<KeyValuePair<Guid, AppliedFlush>> writers)
    {
        foreach ((Guid writer, AppliedFlush last) in writers)
        {
            _writers.Add(writer, last);
        }

        foreach ((string key, StoredCounter counter) in counters)
        {
            _counters.Add(key, counter);
        }
    }

    internal IReadOnlyList<WriteOutcome> Apply(CounterFlush flush)
    {
        Sweep();
        if (_writers.TryGetValue(flush.Writer, out AppliedFlush? last) && flush.Number <= last.Number)
        {
            return flush.Number == last.Number && last.Outcomes is { } known
                ? known
                : [.. flush.Writes.Select(_ => WriteOutcome.Applied)];
        }

        IReadOnlyList<WriteOutcome> outcomes = [.. flush.Writes.Select(Apply)];
        _writers[flush.Writer] = new AppliedFlush(flush.Number, clock.GetUtcNow(), outcomes);
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
        if (now >= _nextSweep)
        {
            _nextSweep = now + SweepInterval;
            foreach (string key in _counters.Where(counter => counter.Value.Expires <= now).Select(counter => counter.Key).ToArray())
            {
                _counters.Remove(key);
            }

            foreach (Guid writer in _writers.Where(one => one.Value.At <= now - WriterMemory).Select(one => one.Key).ToArray())
            {
                _writers.Remove(writer);
            }
        }
    }
}

/// <summary>The last flush of a writer.</summary>
/// <param name="Number">Its number.</param>
/// <param name="At">When it was applied.</param>
/// <param name="Outcomes">What became of its writes; null where that is not known any more.</param>
internal sealed record AppliedFlush(long Number, DateTimeOffset At, IReadOnlyList<WriteOutcome>? Outcomes = null);
