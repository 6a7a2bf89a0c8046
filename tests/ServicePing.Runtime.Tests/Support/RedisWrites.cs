using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Tests;

/// <summary>Flushes whose repetition shows.</summary>
internal static class RedisWrites
{
    /// <summary>A write of every kind, and more; how often it was applied shows in numbers and fields.</summary>
    internal static CounterFlush OfEveryKind(params CounterWrite[] more)
    {
        HyperLogLog sketch = new();
        sketch.Add("ada");
        sketch.Add("bob");
        return new(Guid.NewGuid(),
        [
            new CounterWrite.Count("{a}total", CounterWrite.SixWeeks, 1),
            new CounterWrite.Amount("{a}sum", CounterWrite.SixWeeks, 0.5),
            new CounterWrite.Field("{a}fields", CounterWrite.SixWeeks, "x", 1),
            new CounterWrite.Values("{a}values", CounterWrite.SixWeeks, ["ada"]),
            new CounterWrite.Registers("{a}registers", CounterWrite.SixWeeks, RedisSketch.ToDense(sketch)),
            .. more,
        ]);
    }
}
