using System.Collections.Concurrent;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>What one counter has to be moved by. Any thread may move it; one flush at a time drains it.</summary>
internal abstract class Cell(string key, bool expires)
{
    internal string Key => key;

    internal bool Expires => expires;

    internal static Cell Create(CounterRule counter, IsoWeek week)
    {
        string key = counter.IsWeekly ? counter.Key + week.Suffix : counter.Key;
        return counter.Kind switch
        {
            CounterKind.Total => new CountCell(key, counter.IsWeekly),
            CounterKind.Sum => new AmountCell(key, counter.IsWeekly),
            CounterKind.Unique => new ValuesCell(key, counter.IsWeekly),
            _ => new FieldsCell(key, counter.IsWeekly),
        };
    }

    /// <summary>Whether something waits to be written.</summary>
    internal abstract bool HasPending { get; }

    /// <summary>Counts one event.</summary>
    internal abstract void Move(EventValue subject);

    /// <summary>What there is to write, if anything.</summary>
    internal abstract IEnumerable<CounterWrite> Drain();

    /// <summary>Says what became of a write that <see cref="Drain"/> gave.</summary>
    internal abstract void Settle(CounterWrite write, WriteOutcome outcome);
}

/// <summary>The number of events.</summary>
internal sealed class CountCell(string key, bool expires) : Cell(key, expires)
{
    private long _count;

    internal override bool HasPending => _count != 0;

    internal override void Move(EventValue subject) => Interlocked.Increment(ref _count);

    internal override IEnumerable<CounterWrite> Drain()
    {
        long count = Interlocked.Exchange(ref _count, 0);
        return count == 0 ? [] : [new CounterWrite.Count(Key, Expires, count)];
    }

    internal override void Settle(CounterWrite write, WriteOutcome outcome)
    {
        if (outcome == WriteOutcome.Retry)
        {
            Interlocked.Add(ref _count, ((CounterWrite.Count)write).By);
        }
    }
}

/// <summary>The sum of a number. A text, and what would make the sum infinite, is left out.</summary>
internal sealed class AmountCell(string key, bool expires) : Cell(key, expires)
{
    private double _amount;

    internal override bool HasPending => _amount != 0;

    internal override void Move(EventValue subject)
    {
        if (subject.AsNumber() is { } number)
        {
            Add(number);
        }
    }

    internal override IEnumerable<CounterWrite> Drain()
    {
        double amount = Interlocked.Exchange(ref _amount, 0);
        return amount == 0 ? [] : [new CounterWrite.Amount(Key, Expires, amount)];
    }

    internal override void Settle(CounterWrite write, WriteOutcome outcome)
    {
        if (outcome == WriteOutcome.Retry)
        {
            Add(((CounterWrite.Amount)write).By);
        }
    }

    private void Add(double number)
    {
        double seen = Volatile.Read(ref _amount);
        while (double.IsFinite(seen + number))
        {
            double before = Interlocked.CompareExchange(ref _amount, seen + number, seen);
            if (before.Equals(seen))
            {
                return;
            }

            seen = before;
        }
    }
}

/// <summary>
/// The values that were seen. They stay until the store has them: adding a value twice changes nothing, so that neither a failed
/// flush nor one whose answer was lost does harm.
/// </summary>
internal sealed class ValuesCell(string key, bool expires) : Cell(key, expires)
{
    private ConcurrentDictionary<EventValue, byte>? _values;

    internal override bool HasPending => _values is { IsEmpty: false };

    internal override void Move(EventValue subject) => LazyInitializer.EnsureInitialized(ref _values).TryAdd(subject, 0);

    internal override IEnumerable<CounterWrite> Drain() =>
        HasPending ? [new CounterWrite.Values(Key, Expires, [.. _values!.Keys])] : [];

    internal override void Settle(CounterWrite write, WriteOutcome outcome)
    {
        if (outcome != WriteOutcome.Retry)
        {
            foreach (EventValue value in ((CounterWrite.Values)write).Seen)
            {
                _values!.TryRemove(value, out _);
            }
        }
    }
}

/// <summary>The number of events a value.</summary>
internal sealed class FieldsCell(string key, bool expires) : Cell(key, expires)
{
    private ConcurrentDictionary<EventValue, long>? _fields;

    internal override bool HasPending => _fields is { IsEmpty: false };

    internal override void Move(EventValue subject) => Add(subject, 1);

    internal override IEnumerable<CounterWrite> Drain()
    {
        foreach (EventValue value in _fields?.Keys ?? [])
        {
            if (_fields!.TryRemove(value, out long count))
            {
                yield return new CounterWrite.Field(Key, Expires, value, count);
            }
        }
    }

    internal override void Settle(CounterWrite write, WriteOutcome outcome)
    {
        if (outcome == WriteOutcome.Retry && write is CounterWrite.Field field)
        {
            Add(field.Value, field.By);
        }
    }

    private void Add(EventValue value, long count) =>
        LazyInitializer.EnsureInitialized(ref _fields)
            .AddOrUpdate(value, static (_, more) => more, static (_, before, more) => before + more, count);
}
