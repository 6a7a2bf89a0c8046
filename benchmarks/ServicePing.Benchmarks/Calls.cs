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

/// <summary>Which event is tracked by which user, call by call: a million calls of 1,000 events and 100,000 users, again and again.</summary>
internal sealed class Sequence
{
    public const int Events = 1_000;
    public const int Users = 100_000;
    private const int Length = 1 << 20;

    private readonly (ushort Event, int User)[] _calls = new (ushort, int)[Length];

    private Sequence(Func<Random, int> nextEvent, Func<Random, int> nextUser)
    {
        Random random = new(42);
        foreach (ref (ushort Event, int User) call in _calls.AsSpan())
        {
            call = ((ushort)nextEvent(random), nextUser(random));
        }
    }

    /// <summary>As in a program: few events are frequent and many are rare, and so are users (Zipf's law).</summary>
    public static Sequence AsInPrograms { get; } = new(Zipf(Events), Zipf(Users));

    /// <summary>Every event and every user equally often: each call needs another line of 16 MiB of registers.</summary>
    public static Sequence Even { get; } = new(random => random.Next(Events), random => random.Next(Users));

    public (ushort Event, int User) this[int call] => _calls[call & (Length - 1)];

    private static Func<Random, int> Zipf(int count)
    {
        double[] sums = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sums[i] = sum += 1.0 / (i + 1);
        }

        return random => Array.BinarySearch(sums, random.NextDouble() * sum) is var found && found < 0 ? ~found : found;
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

    // How far one thread is ahead of the other in the sequence.
    private const int Apart = 345_678;

    public static CallCost Measure<TCall>(TCall call, Sequence sequence, int threads, int warmUp = 30, int counted = 101)
        where TCall : struct, ICall
    {
        List<double> nanoseconds = [];
        long bytes = 0;
        using Barrier barrier = new(threads);
        Lock gate = new();
        Thread[] callers = [.. Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            int next = number * Apart;
            for (int round = 0; round < warmUp + counted; round++)
            {
                barrier.SignalAndWait();
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                next = Round(call, sequence, next);
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

    private static int Round<TCall>(TCall call, Sequence sequence, int next)
        where TCall : struct, ICall
    {
        for (int end = next + CallsPerRound; next < end; next++)
        {
            (ushort number, int user) = sequence[next];
            call.Make(number, user);
        }

        return next;
    }
}
