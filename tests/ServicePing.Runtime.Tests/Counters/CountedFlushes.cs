using System.Diagnostics;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Flushes that are repeated until a store has them, and the numbers that it must have then, and no others.</summary>
internal static class CountedFlushes
{
    /// <summary>A flush with a write of every kind.</summary>
    internal static CounterFlush Everything() => RedisWrites.OfEveryKind(new CounterWrite.Count("{b}total", null, 1));

    /// <summary>Repeats a flush until all of it is applied, and says how many attempts it took.</summary>
    internal static async Task<int> FlushAsync(ICounterStore store, CounterFlush flush)
    {
        Stopwatch begun = Stopwatch.StartNew();
        for (int attempts = 1; ; attempts++)
        {
            IReadOnlyList<WriteOutcome> outcomes = await store.WriteAsync(flush);
            Assert.DoesNotContain(WriteOutcome.Rejected, outcomes);
            if (!outcomes.Contains(WriteOutcome.Retry))
            {
                store.Settle(flush);
                return attempts;
            }

            Assert.True(begun.Elapsed < TimeSpan.FromMinutes(1), $"After {attempts} attempts: {store.Hindrance}");
            await Task.Delay(10);
        }
    }

    /// <summary>Everything was counted so many times.</summary>
    internal static async Task AssertCountedAsync(ICounterStore store, int times)
    {
        Assert.Equal(times, await NumberAsync(store, CounterKind.Total, "{a}total"));
        Assert.Equal(times, await NumberAsync(store, CounterKind.Total, "{b}total"));
        Assert.Equal(times * 0.5, await NumberAsync(store, CounterKind.Sum, "{a}sum"));
        Assert.Equal(times, Assert.IsType<CounterReply.Fields>(await ReadAsync(store, CounterKind.UniqueTotals, "{a}fields")).Counts["x"]);
        Assert.Equal(2, await NumberAsync(store, CounterKind.Unique, "{a}values", "{a}registers"));
    }

    /// <summary>Reads a number; a connection that was cut a moment ago may need another attempt.</summary>
    internal static async Task<double> NumberAsync(ICounterStore store, CounterKind kind, params string[] keys)
    {
        CounterReply reply = await ReadAsync(store, kind, keys);
        for (int attempt = 0; attempt < 200 && reply is CounterReply.None; attempt++)
        {
            await Task.Delay(50);
            reply = await ReadAsync(store, kind, keys);
        }

        return Assert.IsType<CounterReply.Number>(reply).Value.AsDouble();
    }

    internal static async Task<CounterReply> ReadAsync(ICounterStore store, CounterKind kind, params string[] keys) =>
        Assert.Single(await store.ReadAsync([new CounterRead(kind, keys)], new CollectionMeter(null), CancellationToken.None));
}
