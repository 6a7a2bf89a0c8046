using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>Many installations over eight weeks, with seeds that say what goes wrong.</summary>
public sealed class LoopSimulationTests
{
    private static readonly DateTimeOffset End = SimulatedInstance.Begin.AddDays(8 * 7);

    private static bool IsLong => Environment.GetEnvironmentVariable("SERVICEPING_LONG") is "1";

    [Fact]
    public void Whatever_happens_a_cycle_has_one_ping_and_every_week_a_cycle()
    {
        // No more than two at a time: what else runs in this process needs threads of the pool meanwhile.
        ParallelOptions two = new() { MaxDegreeOfParallelism = 2 };
        Parallel.For(1, (IsLong ? 2_000 : 200) + 1, two, seed =>
        {
            Random random = new(seed);
            SimulatedReceiver receiver = new([.. Enumerable.Range(0, random.Next(6)).Select(_ => Outage(random))]);
            for (int number = 0; number < 10_000; number++)
            {
                string uuid = $"{seed}-{number}";
                SimulatedInstance instance = new(uuid, random, receiver, faults: random.Next(3) * 0.05);
                instance.Run(End);
                AssertAccounted(uuid, instance, receiver);
                receiver.Forget();
            }

            Assert.Empty(receiver.Doubled);
        });
    }

    [Fact]
    public void Without_faults_ten_thousand_installations_send_each_week_and_at_their_own_minute()
    {
        SimulatedReceiver receiver = new([]);
        Random random = new(1);
        int sent = 0;
        for (int number = 0; number < 10_000; number++)
        {
            SimulatedInstance instance = new($"instance-{number}", random, receiver, faults: 0);
            instance.Run(End);
            Assert.All(instance.Expected(End), name => Assert.Contains((name, CycleState.Sent), instance.Cycles));
            sent += instance.Cycles.Count(cycle => cycle.State == CycleState.Sent);
        }

        Assert.InRange(sent, 78_000, 80_000);
        Assert.Empty(receiver.Doubled);

        // One a minute on average.
        Assert.InRange(receiver.Requests.Max(), 1, 12);
    }

    [Fact]
    public void After_an_outage_of_a_day_they_do_not_come_all_at_once()
    {
        DateTimeOffset from = SimulatedInstance.Begin.AddDays(16);
        DateTimeOffset to = from.AddDays(1);
        SimulatedReceiver receiver = new([(from, to)]);
        Random random = new(2);
        for (int number = 0; number < 10_000; number++)
        {
            new SimulatedInstance($"instance-{number}", random, receiver, faults: 0).Run(from.AddDays(4));
        }

        // Some 1,430 installations wait for it, and one a minute comes anyway.
        Assert.InRange(receiver.Requests.Skip(SimulatedReceiver.MinuteOf(to)).Max(), 1, 25);
        Assert.Empty(receiver.Doubled);
    }

    private static void AssertAccounted(string uuid, SimulatedInstance instance, SimulatedReceiver receiver)
    {
        int missed = 0;
        foreach (string name in instance.Expected(End))
        {
            // A node is down for nine days at most, so that two weeks without a cycle in between cannot be.
            CycleState? state = instance.StateOf(name);
            missed = state is null ? missed + 1 : 0;
            if (missed == 3 || state is { } known && !known.IsFinal())
            {
                Assert.Fail($"{uuid}: {name} is {state?.ToString() ?? "the third week without a cycle"}.");
            }
        }

        foreach ((string name, CycleState state) in instance.Cycles)
        {
            if (state == CycleState.Sent && !receiver.Has(uuid, name))
            {
                Assert.Fail($"{uuid}: {name} is sent, and the receiver has nothing.");
            }
        }
    }

    private static (DateTimeOffset From, DateTimeOffset To) Outage(Random random)
    {
        DateTimeOffset from = SimulatedInstance.Begin.AddMinutes(random.Next(8 * 7 * 24 * 60));
        return (from, from.AddMinutes(random.Next(1, 4 * 24 * 60)));
    }
}
