using System.Collections.Concurrent;

namespace ServicePing;

/// <summary>The number of events a value. A value that is already there is counted without a lock.</summary>
internal sealed class FieldsCell(MemoryBudget budget) : Cell
{
    private const int FieldSize = 128;

    private ConcurrentDictionary<EventValue, Field>? _fields;

    internal override bool TryMove(in EventValue subject)
    {
        ConcurrentDictionary<EventValue, Field> fields = LazyInitializer.EnsureInitialized(ref _fields);
        while (true)
        {
            if (fields.TryGetValue(subject, out Field? field))
            {
                if (field.TryCount())
                {
                    return true;
                }

                // A drain has just found that it is idle, and is about to remove it.
                fields.TryRemove(new(subject, field));
            }
            else if (!budget.TryTake(FieldSize + subject.Size))
            {
                return false;
            }
            else if (fields.TryAdd(subject, new Field()))
            {
                continue;
            }
            else
            {
                budget.Return(FieldSize + subject.Size);
            }
        }
    }

    internal override void Drain(long moves, FlushDraft draft)
    {
        foreach ((EventValue value, Field field) in _fields ?? [])
        {
            long count = field.Drain();
            if (count > 0)
            {
                draft.Add(count, (key, lifetime) => new CounterWrite.Field(key, lifetime, value, count));
            }
            else if (field.TryEnd())
            {
                _fields!.TryRemove(new(value, field));
                budget.Return(FieldSize + value.Size);
            }
        }
    }

    internal override void Release()
    {
        foreach (EventValue value in _fields?.Keys ?? [])
        {
            budget.Return(FieldSize + value.Size);
        }
    }

    private sealed class Field
    {
        private const long Ended = long.MinValue;

        private long _count;

        internal bool TryCount() => Interlocked.Increment(ref _count) > 0;

        internal long Drain() => Interlocked.Exchange(ref _count, 0);

        /// <summary>Ends an idle field for good; false where it was counted just now.</summary>
        internal bool TryEnd() => Interlocked.CompareExchange(ref _count, Ended, 0) == 0;
    }
}
