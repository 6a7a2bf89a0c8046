using System.Collections.Concurrent;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Labels;

namespace ServicePing.Runtime.Events;

/// <summary>
/// The number of events a label. A label that is already there is counted without a lock and without a look at what it holds: labels are
/// made as they should be, and held to the limits, when they come for the first time.
/// </summary>
internal sealed class FieldsCell(CellPlan plan, MemoryBudget budget, OtherLabels others) : Cell
{
    private const int FieldSize = 128;

    private static readonly EventValue Other = LabelLimits.Other;

    private ConcurrentDictionary<EventValue, Field>? _fields;
    private int _labels;

    internal override bool TryMove(in EventValue subject)
    {
        ConcurrentDictionary<EventValue, Field> fields = LazyInitializer.EnsureInitialized(ref _fields);
        return (fields.TryGetValue(subject, out Field? field) && field.TryCount()) || TryMoveNew(fields, LabelOf(subject));
    }

    internal override void Drain(long moves, FlushDraft draft)
    {
        foreach ((EventValue value, Field field) in _fields ?? [])
        {
            long count = field.Drain();
            if (count > 0)
            {
                draft.Add(count, (key, lifetime) => new CounterWrite.Field(key, lifetime, value, count, others.Limits.Most));
            }
            else if (field.TryEnd())
            {
                _fields!.TryRemove(new(value, field));
                GiveBack(value);
            }
        }
    }

    internal override void Release()
    {
        foreach (EventValue value in _fields?.Keys ?? [])
        {
            budget.Return(SizeOf(value));
        }
    }

    /// <summary>Counts a label that was not there, or whose field has just ended.</summary>
    private bool TryMoveNew(ConcurrentDictionary<EventValue, Field> fields, EventValue label)
    {
        while (true)
        {
            if (fields.TryGetValue(label, out Field? field))
            {
                if (field.TryCount())
                {
                    return true;
                }

                // A drain has just found that it is idle, and is about to remove it.
                fields.TryRemove(new(label, field));
            }
            else if (label != Other && Interlocked.Increment(ref _labels) > others.Limits.Most)
            {
                Interlocked.Decrement(ref _labels);
                others.Add(OtherCause.TooMany, Name, plan.Keys);
                label = Other;
            }
            else if (!budget.TryTake(SizeOf(label)))
            {
                Leave(label);
                return false;
            }
            else if (!fields.TryAdd(label, new Field()))
            {
                GiveBack(label);
            }
        }
    }

    private EventValue LabelOf(in EventValue subject)
    {
        if (subject.Kind != EventValueKind.Text)
        {
            return subject;
        }

        string text = LabelText.Normalize(subject.ToString());
        if (text.Length <= others.Limits.Longest)
        {
            return text;
        }

        others.Add(OtherCause.TooLong, Name, plan.Keys);
        return Other;
    }

    private string Name => plan.AllTime ?? plan.Weekly ?? "";

    private void GiveBack(in EventValue label)
    {
        Leave(label);
        budget.Return(SizeOf(label));
    }

    /// <summary>Makes room for another label; <c>other</c> takes none.</summary>
    private void Leave(in EventValue label)
    {
        if (label != Other)
        {
            Interlocked.Decrement(ref _labels);
        }
    }

    private static int SizeOf(in EventValue label) => FieldSize + label.Size;

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
