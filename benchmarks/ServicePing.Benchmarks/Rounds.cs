using System.Diagnostics;

namespace ServicePing.Benchmarks;

/// <summary>What one round of a piece of work took.</summary>
internal readonly record struct Cost(TimeSpan Time, long Bytes);

/// <summary>
/// Measures pieces of work against each other: warm, in turns, so that what disturbs the machine disturbs them all alike.
/// </summary>
internal static class Rounds
{
    /// <summary>The median time and allocation of each piece of work, in the given order.</summary>
    /// <param name="warmUp">Rounds that are run first and not counted, until the JIT has made its best code.</param>
    /// <param name="counted">Rounds that are counted.</param>
    /// <param name="works">The pieces of work; one thread runs them.</param>
    public static Cost[] Medians(int warmUp, int counted, params Action[] works)
    {
        List<Cost>[] costs = [.. works.Select(_ => new List<Cost>())];
        for (int round = 0; round < warmUp + counted; round++)
        {
            for (int work = 0; work < works.Length; work++)
            {
                Cost cost = Measure(works[work]);
                if (round >= warmUp)
                {
                    costs[work].Add(cost);
                }
            }
        }

        return [.. costs.Select(rounds => new Cost(
            Median(rounds.Select(cost => cost.Time)), Median(rounds.Select(cost => cost.Bytes))))];
    }

    private static Cost Measure(Action work)
    {
        GC.Collect();
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        work();
        return new Cost(Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    private static T Median<T>(IEnumerable<T> values)
    {
        T[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
