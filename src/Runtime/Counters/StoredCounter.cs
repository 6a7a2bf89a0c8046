using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Runtime.Counters;

/// <summary>A counter in the memory of the program, with the kinds and the refusals of Redis.</summary>
internal abstract class StoredCounter
{
    /// <summary>When the counter is forgotten; never where null.</summary>
    internal DateTimeOffset? Expires { get; set; }

    /// <summary>A counter of the kind that a write creates.</summary>
    internal static StoredCounter For(CounterWrite write) => write switch
    {
        CounterWrite.Count or CounterWrite.Amount => new Number(),
        CounterWrite.Field => new Fields(),
        _ => new Set(),
    };

    /// <summary>Applies a write, unless the counter is of another kind or cannot hold the result.</summary>
    internal abstract bool Apply(CounterWrite write);

    /// <summary>A number: whole until a fraction is added.</summary>
    internal sealed class Number : StoredCounter
    {
        private const double LargestWhole = 1L << 53;

        /// <summary>The number where it is whole.</summary>
        internal long? Whole { get; set; } = 0;

        /// <summary>The number.</summary>
        internal double Amount { get; set; }

        internal override bool Apply(CounterWrite write)
        {
            if (write is CounterWrite.Count { By: var by } && Whole is { } whole && (by > 0 ? whole <= long.MaxValue - by : whole >= long.MinValue - by))
            {
                Whole = whole + by;
                Amount = whole + by;
                return true;
            }

            if (write is CounterWrite.Amount amount && double.IsFinite(Amount + amount.By))
            {
                Amount += amount.By;
                Whole = double.IsInteger(Amount) && Math.Abs(Amount) <= LargestWhole ? (long)Amount : null;
                return true;
            }

            return false;
        }
    }

    /// <summary>A set of values.</summary>
    internal sealed class Set : StoredCounter
    {
        internal HyperLogLog Sketch { get; init; } = new();

        internal override bool Apply(CounterWrite write)
        {
            switch (write)
            {
                case CounterWrite.Values values:
                    foreach (EventValue value in values.Seen)
                    {
                        Sketch.Add(value.ToString());
                    }

                    return true;
                case CounterWrite.Registers registers:
                    if (!RedisSketch.TryRead(registers.Dense, out HyperLogLog? sketch))
                    {
                        return false;
                    }

                    Sketch.Merge(sketch);
                    return true;
                default:
                    return false;
            }
        }
    }

    /// <summary>A number of events a value.</summary>
    internal sealed class Fields : StoredCounter
    {
        internal Dictionary<string, long> Counts { get; init; } = new(StringComparer.Ordinal);

        /// <summary>Whether the last write was applied under <c>other</c>.</summary>
        internal bool IsOther { get; private set; }

        internal override bool Apply(CounterWrite write)
        {
            if (write is not CounterWrite.Field field)
            {
                return false;
            }

            string name = field.Value.ToString();
            IsOther = name != LabelLimits.Other && !Counts.ContainsKey(name)
                && Counts.Count - (Counts.ContainsKey(LabelLimits.Other) ? 1 : 0) >= field.Most;
            name = IsOther ? LabelLimits.Other : name;
            long count = Counts.GetValueOrDefault(name);
            if (field.By > 0 ? count > long.MaxValue - field.By : count < long.MinValue - field.By)
            {
                return false;
            }

            Counts[name] = count + field.By;
            return true;
        }
    }
}
