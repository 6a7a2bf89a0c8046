using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>Three owners take cycles, lose them and write to them in a random order; a dictionary says what each is to be told.</summary>
internal sealed class CycleModel(int seed)
{
    private const int Steps = 120;

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, Entry> _cycles = [];
    private readonly Dictionary<(int Owner, string Cycle), CycleHold> _holds = [];
    private readonly Guid[] _owners = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
    private TimeSpan _now;

    internal async Task RunAsync(IPingStore first, IPingStore second, Func<TimeSpan, Task> passAsync)
    {
        for (int step = 0; step < Steps; step++)
        {
            int owner = _random.Next(3);
            string name = $"{_random.Next(3)}";
            IPingStore store = owner == 0 ? first : second;
            if (_random.Next(5) == 0)
            {
                // Never a multiple of what leases and attempts are given, so that seconds do not matter.
                TimeSpan time = TimeSpan.FromMinutes(25);
                _now += time;
                await passAsync(time);
            }
            else if (!_holds.TryGetValue((owner, name), out CycleHold? hold) || _random.Next(4) == 0)
            {
                await TakeAsync(store, owner, name);
            }
            else
            {
                await WriteAsync(store, hold);
            }
        }

        foreach ((string name, Entry entry) in _cycles)
        {
            CycleRecord cycle = (await first.FindCycleAsync(name, default))!;
            Assert.Equal(
                (entry.State, entry.Fence, entry.Attempt, entry.LeaseUntil > _now, entry.Reason),
                (cycle.State, cycle.Fence, cycle.Attempt, cycle.LeaseUntil is not null, cycle.Reason));
            Assert.Equal(entry.Attempt, (await first.DeliveriesAsync(name, default)).Count);
            KeptPing? ping = await first.FindPingAsync(PingKind.AllValues, name, default);
            Assert.Equal(entry.Ping, ping?.Bytes.ToArray());
        }

        Assert.Equal(
            new ChainVerdict(_cycles.Values.Count(entry => entry.Ping is not null), null), await first.VerifyAsync(PingKind.AllValues, default));
    }

    private async Task TakeAsync(IPingStore store, int owner, string name)
    {
        TimeSpan lease = TimeSpan.FromMinutes(60);
        CycleHold? taken = await store.TakeAsync(
            new Cycle(name, CycleKind.Weekly, Ping.RecordedAt, "new"), _owners[owner], lease, default);
        _cycles.TryGetValue(name, out Entry? there);
        bool isFree = there is null
            || (there.State < CycleState.Sent && there.LeaseUntil < _now && (there.NextAttemptAt ?? TimeSpan.MinValue) < _now);
        Assert.Equal(isFree, taken is not null);
        if (isFree)
        {
            _cycles[name] = there ??= new Entry();
            there.Fence++;
            there.LeaseUntil = _now + lease;
            there.NextAttemptAt = null;
            Assert.Equal(new CycleHold(name, there.Fence, there.State, there.Attempt), taken);
            _holds[(owner, name)] = taken!;
        }
    }

    private async Task WriteAsync(IPingStore store, CycleHold hold)
    {
        Entry entry = _cycles[hold.Cycle];
        bool isHeld = entry.Fence == hold.Fence && entry.State < CycleState.Sent;
        CycleWrite expected = isHeld ? CycleWrite.Done : CycleWrite.Lost;
        string reason = $"{_random.Next()}";
        CycleState state = (CycleState)_random.Next(_random.Next(3) == 0 ? 7 : 4);
        switch (_random.Next(5))
        {
            case 0:
                Assert.Equal(expected, await store.RenewAsync(hold, TimeSpan.FromMinutes(60), default));
                Apply(one => one.LeaseUntil = _now + TimeSpan.FromMinutes(60));
                break;
            case 1:
                Assert.Equal(expected, await store.MoveAsync(hold, state, reason, default));
                Apply(one => one.Move(state, reason));
                break;
            case 2:
                Assert.Equal(expected, await store.LeaveAsync(hold, reason, TimeSpan.FromMinutes(40), default));
                Apply(one =>
                {
                    (one.Reason, one.LeaseUntil, one.NextAttemptAt) = (reason, TimeSpan.MinValue, _now + TimeSpan.FromMinutes(40));
                    one.Fence++;
                });
                break;
            case 3:
                byte[] bytes = BitConverter.GetBytes(_random.NextInt64());
                Assert.Equal(
                    !isHeld ? KeepOutcome.Lost : entry.Ping is null ? KeepOutcome.Kept : KeepOutcome.AlreadyKept,
                    await store.KeepAsync(hold, new PingDraft(PingKind.AllValues, Ping.RecordedAt, bytes), default));
                Apply(one =>
                {
                    one.Ping ??= bytes;
                    one.State = one.State < CycleState.Kept ? CycleState.Kept : one.State;
                });
                break;
            default:
                Assert.Equal(expected, await store.RecordAsync(hold, new DeliveryAttempt("r", "o", reason, state), default));
                Apply(one =>
                {
                    one.Move(state, reason);
                    one.NextAttemptAt = null;
                    one.Attempt++;
                });
                break;
        }

        void Apply(Action<Entry> change)
        {
            if (isHeld)
            {
                change(entry);
            }
        }
    }

    private sealed class Entry
    {
        internal CycleState State { get; set; } = CycleState.Due;

        internal string Reason { get; set; } = "new";

        internal long Fence { get; set; }

        internal TimeSpan LeaseUntil { get; set; }

        internal TimeSpan? NextAttemptAt { get; set; }

        internal int Attempt { get; set; }

        internal byte[]? Ping { get; set; }

        internal void Move(CycleState state, string reason)
        {
            (State, Reason) = (state, reason);
            LeaseUntil = state >= CycleState.Sent ? TimeSpan.MinValue : LeaseUntil;
        }
    }
}
