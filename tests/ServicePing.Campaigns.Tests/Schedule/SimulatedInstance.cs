using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Schedule;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>
/// An installation of one to three nodes over some weeks: nodes crash, stop for a while and are down, their clocks are slow or fast, and the
/// receiver is away from time to time. It decides by <see cref="NextStep"/> and <see cref="RetryDelays"/>, and keeps what the store keeps.
/// </summary>
internal sealed class SimulatedInstance
{
    internal static readonly DateTimeOffset Begin = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    // Nobody starts a cycle by hand here, so that looking twice an hour changes nothing but the time that the simulation takes.
    private static readonly LoopTiming Timing = new() { LookEvery = TimeSpan.FromDays(7) };

    private readonly PriorityQueue<Node, DateTimeOffset> _queue = new();
    private readonly List<Row> _rows = [];
    private readonly List<CycleRecord> _seen = [];
    private readonly Random _random;
    private readonly WeeklyTime _schedule;
    private readonly SimulatedReceiver _receiver;
    private readonly string _uuid;
    private readonly double _faults;
    private int _pings;

    /// <param name="uuid">Its identifier.</param>
    /// <param name="random">Decides what goes wrong.</param>
    /// <param name="receiver">Where its pings go.</param>
    /// <param name="faults">How often something befalls a node after a step, 0 to 1.</param>
    internal SimulatedInstance(string uuid, Random random, SimulatedReceiver receiver, double faults)
    {
        (_uuid, _random, _receiver, _faults) = (uuid, random, receiver, faults);
        _schedule = WeeklySchedule.Of(uuid);
        for (int node = random.Next(3); node >= 0; node--)
        {
            double clock = faults > 0 ? 0.95 + (0.1 * random.NextDouble()) : 1;
            _queue.Enqueue(new Node(clock), Begin.AddMinutes(random.Next(60)));
        }
    }

    /// <summary>Its cycles by name, with whether they were sent.</summary>
    internal IEnumerable<(string Name, CycleState State)> Cycles => _rows.Select(row => (row.Name, row.State));

    internal CycleState? StateOf(string cycle) => Find(cycle)?.State;

    /// <summary>The cycles that had to be begun until then, but for those of the last three weeks.</summary>
    internal IEnumerable<string> Expected(DateTimeOffset end)
    {
        for (DateTimeOffset due = _schedule.NextDue(Begin); due < end.AddDays(-21); due = due.AddDays(7))
        {
            yield return WeeklySchedule.CycleOf(due);
        }
    }

    internal void Run(DateTimeOffset end)
    {
        while (_queue.TryDequeue(out Node? node, out DateTimeOffset now) && now < end)
        {
            DateTimeOffset next = node.Doing switch
            {
                Doing.Looking => Look(node, now),
                Doing.Computing => Keep(node, now),
                Doing.Sending => Post(node, now),
                _ => Record(node, now),
            };
            _queue.Enqueue(node, Befall(node, next));
        }
    }

    /// <summary>A process may die and start again later, or stand still and go on as if nothing had been.</summary>
    private DateTimeOffset Befall(Node node, DateTimeOffset next)
    {
        double draw = _random.NextDouble();
        if (draw < _faults)
        {
            node.Doing = Doing.Looking;
            return next + Some(TimeSpan.FromMinutes(1), TimeSpan.FromDays(_random.Next(10) == 0 ? 9 : 0.2));
        }

        return draw < 2 * _faults ? next + Some(TimeSpan.FromMinutes(1), TimeSpan.FromHours(5)) : next;
    }

    private DateTimeOffset Look(Node node, DateTimeOffset now)
    {
        _seen.Clear();
        foreach (Row row in _rows)
        {
            _seen.Add(row.At(now));
        }

        NextStep step = NextStep.Of(now, _schedule, Begin, _seen, Timing);
        switch (step.Kind)
        {
            case StepKind.CatchUp:
                Row missed = Take(step.Cycle, now);
                missed.Leave(now + WeeklySchedule.CatchUpDelay(_uuid, step.Cycle.Name));
                return now + Timing.Pause;
            case StepKind.GiveUp:
                Find(step.Cycle.Name)!.End(CycleState.Failed);
                return now + Timing.Pause;
            case StepKind.Run:
                Row taken = Take(step.Cycle, now);
                (node.Row, node.Fence) = (taken, taken.Fence);
                bool isKept = taken.State is CycleState.Kept or CycleState.Sending;
                node.Doing = isKept ? Doing.Sending : Doing.Computing;
                TimeSpan takes = isKept ? TimeSpan.FromSeconds(1) : Some(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(20));
                taken.Hold(now + takes + Timing.Lease);
                return now + takes;
            default:
                return now + (node.Clock * (step.Wait < Timing.Pause ? Timing.Pause : step.Wait > Timing.LookEvery ? Timing.LookEvery : step.Wait));
        }
    }

    private DateTimeOffset Keep(Node node, DateTimeOffset now)
    {
        Row row = node.Row!;
        if (!row.Has(node.Fence))
        {
            node.Doing = Doing.Looking;
            return now + Timing.Pause;
        }

        row.Ping ??= ++_pings;
        row.Become(CycleState.Kept, now + Timing.Lease);
        node.Doing = Doing.Sending;
        return now + TimeSpan.FromSeconds(1);
    }

    /// <summary>Whether the cycle is still its own, a node that was stopped here does not ask.</summary>
    private DateTimeOffset Post(Node node, DateTimeOffset now)
    {
        node.HasArrived = _receiver.Receive(_uuid, node.Row!.Name, node.Row.Ping!.Value, now) && _random.Next(20) > 0;
        node.Doing = Doing.Recording;
        return now + TimeSpan.FromSeconds(2);
    }

    private DateTimeOffset Record(Node node, DateTimeOffset now)
    {
        Row row = node.Row!;
        if (row.Has(node.Fence))
        {
            row.Attempt();
            if (node.HasArrived)
            {
                row.End(CycleState.Sent);
            }
            else
            {
                row.Become(CycleState.Sending, now);
                row.Leave(now + RetryDelays.Of(row.Attempts - 1, retryAfter: null, _random));
            }
        }

        node.Doing = Doing.Looking;
        return now + Timing.Pause;
    }

    private Row Take(Cycle cycle, DateTimeOffset now)
    {
        if (Find(cycle.Name) is not { } row)
        {
            _rows.Add(row = new Row(cycle));
        }

        row.Take(now + Timing.Lease);
        return row;
    }

    private Row? Find(string cycle)
    {
        foreach (Row row in _rows)
        {
            if (row.Name == cycle)
            {
                return row;
            }
        }

        return null;
    }

    private TimeSpan Some(TimeSpan least, TimeSpan most) => least + ((most - least) * _random.NextDouble());

    private enum Doing
    {
        Looking,
        Computing,
        Sending,
        Recording,
    }

    /// <param name="clock">How much time passes while its own clock counts a second.</param>
    private sealed class Node(double clock)
    {
        internal double Clock => clock;

        internal Doing Doing { get; set; }

        internal Row? Row { get; set; }

        internal long Fence { get; set; }

        internal bool HasArrived { get; set; }
    }

    /// <summary>A row of the store, with what its statements do. Records are made when they are looked at: most changes are not.</summary>
    private sealed class Row(Cycle cycle)
    {
        private DateTimeOffset _lease;
        private DateTimeOffset? _next;
        private CycleRecord? _free;
        private CycleRecord? _leased;

        internal string Name => cycle.Name;

        internal CycleState State { get; private set; } = CycleState.Due;

        internal long Fence { get; private set; }

        internal int Attempts { get; private set; }

        internal int? Ping { get; set; }

        internal CycleRecord At(DateTimeOffset now) => _lease > now ? _leased ??= Record(_lease) : _free ??= Record(null);

        internal bool Has(long fence) => Fence == fence && !State.IsFinal();

        internal void Take(DateTimeOffset lease)
        {
            Fence++;
            _next = null;
            Hold(lease);
        }

        internal void Hold(DateTimeOffset lease) => (_lease, _free, _leased) = (lease, null, null);

        internal void Leave(DateTimeOffset next)
        {
            Fence++;
            _next = next;
            Hold(default);
        }

        internal void Become(CycleState state, DateTimeOffset lease)
        {
            State = state;
            Hold(lease);
        }

        internal void Attempt() => Attempts++;

        internal void End(CycleState state) => Become(state, default);

        private CycleRecord Record(DateTimeOffset? leaseUntil) => new(cycle.Name, cycle.Kind, cycle.DueAt)
        {
            State = State,
            Reason = "",
            Owner = default,
            Fence = Fence,
            LeaseUntil = leaseUntil,
            Attempt = Attempts,
            NextAttemptAt = _next,
            ChangedAt = default,
        };
    }
}
