using System.Diagnostics;

namespace ServicePing.Benchmarks;

/// <summary>What a call took on its caller's thread, over many short rounds.</summary>
/// <param name="Median">Nanoseconds a call.</param>
/// <param name="Best">Nanoseconds a call in the best round, which nothing has disturbed.</param>
/// <param name="Bytes">Bytes a call, on average over all rounds.</param>
internal readonly record struct CallCost(double Median, double Best, double Bytes)
{
    public override string ToString() => FormattableString.Invariant($"{Median,7:F1} ns (best round {Best,6:F1})  {Bytes,7:F2} B");
}

/// <summary>One of 1,000 events and one of 100,000 users, at random; the same sequence for the same seed.</summary>
internal struct RandomCalls(ulong seed)
{
    public const int Events = 1_000;
    public const int Users = 100_000;

    private ulong _state = seed;

    public (int Event, int User) Next()
    {
        _state = (_state * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407;
        return ((int)((_state >> 44) * Events >> 20), (int)((((_state >> 16) & 0xfff_ffff) * Users) >> 28));
    }
}

/// <summary>Calls of one kind; a value type, so that the compiler can see through it and measures nothing else.</summary>
internal interface ICall
{
    void Make(int number, int user);
}

/// <summary>Measures calls on one or several threads: short rounds, so that most are not interrupted, and many of them.</summary>
internal static class Calls
{
    private const int CallsPerRound = 100_000;

    public static CallCost Measure<TCall>(TCall call, int threads, int warmUp = 30, int counted = 101)
        where TCall : struct, ICall
    {
        List<double> nanoseconds = [];
        long bytes = 0;
        using Barrier barrier = new(threads);
        Lock gate = new();
        Thread[] callers = [.. Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            RandomCalls random = new((ulong)number + 1);
            for (int round = 0; round < warmUp + counted; round++)
            {
                barrier.SignalAndWait();
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                Round(call, ref random);
                TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                if (round >= warmUp)
                {
                    lock (gate)
                    {
                        nanoseconds.Add(elapsed.TotalNanoseconds / CallsPerRound);
                        bytes += allocated;
                    }
                }
            }
        }))];
        Array.ForEach(callers, caller => caller.Start());
        Array.ForEach(callers, caller => caller.Join());
        nanoseconds.Sort();
        return new CallCost(nanoseconds[nanoseconds.Count / 2], nanoseconds[0], (double)bytes / nanoseconds.Count / CallsPerRound);
    }

    private static void Round<TCall>(TCall call, ref RandomCalls random)
        where TCall : struct, ICall
    {
        for (int i = 0; i < CallsPerRound; i++)
        {
            (int number, int user) = random.Next();
            call.Make(number, user);
        }
    }
}
