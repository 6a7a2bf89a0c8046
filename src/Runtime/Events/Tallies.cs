using System.Diagnostics;

namespace ServicePing.Runtime.Events;

/// <summary>What was tracked and is not yet written, day by day: an event belongs to the day, and the week, in which it was tracked.</summary>
/// <remarks>
/// Reading a clock costs more than counting. While midnight is further away than any timer can be late, the current day is
/// certain without; only around the edge does each event ask the clock. A clock that is not the system's is always asked, as nobody
/// knows how it moves.
/// </remarks>
internal sealed class Tallies : IDisposable
{
    /// <summary>How long before the end of a day its events begin to ask the clock.</summary>
    internal static readonly TimeSpan Edge = TimeSpan.FromMinutes(5);

    /// <summary>How often, at least, it is checked that a clock that was set has not left its day.</summary>
    private static readonly TimeSpan Check = TimeSpan.FromHours(1);

    /// <summary>How long a past day is kept for threads that fetched it just before midnight.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<DateOnly, DayTally> _days = [];
    private readonly IReadOnlyList<CellPlan> _cells;
    private readonly MemoryBudget _budget;
    private readonly OtherLabels _others;
    private readonly TimeProvider _clock;
    private readonly ITimer? _timer;
    private DayTally? _certain;
    private DayTally? _discarded;
    private Action? _late;
    private bool _isOff;
    private bool _isEnded;
    private DayTally _latest;
    private Tracked _drained;

    internal Tallies(IReadOnlyList<CellPlan> cells, TimeProvider clock, MemoryBudget budget, OtherLabels others)
        : this(cells, clock, budget, others, isSteady: clock == TimeProvider.System)
    {
    }

    internal Tallies(IReadOnlyList<CellPlan> cells, TimeProvider clock, MemoryBudget budget, OtherLabels others, bool isSteady)
    {
        _others = others;
        _cells = cells;
        _clock = clock;
        _budget = budget;
        _latest = TallyOf(Now);
        if (isSteady)
        {
            _timer = clock.CreateTimer(_ => LookAtClock(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            LookAtClock();
        }
    }

    /// <summary>The current day.</summary>
    internal DayTally Current => Volatile.Read(ref _certain) ?? ByClock();

    /// <summary>Whether what is counted is thrown away.</summary>
    internal bool IsOff => Volatile.Read(ref _isOff);

    /// <summary>Why nothing is counted at all, in a sentence; null where things are.</summary>
    internal string? Refusal => IsOff ? "The option TrackEvents is false." : null;

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    /// <summary>
    /// Counts from now on, or throws away what is counted; what was counted before stays. Calls pay nothing for it: a day that is
    /// certain is not, while counting is off.
    /// </summary>
    internal void Switch(bool isOn)
    {
        lock (_lock)
        {
            Volatile.Write(ref _isOff, !isOn);
            Volatile.Write(ref _certain, null);
        }

        LookAtClock();
    }

    /// <summary>Says that there will be no drain any more: whatever is counted from now on is late.</summary>
    /// <param name="late">Is told of the first that is.</param>
    internal void End(Action late)
    {
        lock (_lock)
        {
            Volatile.Write(ref _late, late);
            _isEnded = true;
            Volatile.Write(ref _certain, null);
        }

        _timer?.Dispose();
    }

    /// <summary>Takes out what there is to write. Days that are over and have nothing left are forgotten.</summary>
    internal FlushDraft Drain()
    {
        FlushDraft draft = new();
        Drain(draft);
        return draft;
    }

    /// <summary>Adds what there is to write to a draft.</summary>
    internal void Drain(FlushDraft draft)
    {
        LookAtClock();
        Volatile.Write(ref _discarded, null);
        lock (_lock)
        {
            foreach (DayTally day in _days.Values.OrderBy(day => day.Day).ToArray())
            {
                bool isOver = day != _latest && Stopwatch.GetElapsedTime(day.LastTurn) > Grace;
                Tracked drained = day.Drain(draft);
                draft.Dropped += drained.Dropped;
                _drained += drained;
                if (isOver)
                {
                    _days.Remove(day.Day);
                    day.Release();
                }
            }
        }
    }

    /// <summary>What was tracked ever, and what of it waits to be drained.</summary>
    internal Tracked Sum()
    {
        lock (_lock)
        {
            return _days.Values.Aggregate(_drained, (sum, day) => sum + day.Pending());
        }
    }

    public void Dispose() => _timer?.Dispose();

    private DayTally ByClock()
    {
        if (Volatile.Read(ref _isOff))
        {
            return Discarded();
        }

        if (Volatile.Read(ref _late) is not null)
        {
            Interlocked.Exchange(ref _late, null)?.Invoke();
        }

        DateTime now = Now;
        DayTally latest = Volatile.Read(ref _latest);
        return latest.Contains(now) ? latest : TallyOf(now);
    }

    /// <summary>Finds out whether the current day is certain, and when to look again.</summary>
    private void LookAtClock()
    {
        if (_timer is null)
        {
            return;
        }

        DateTime now = Now;
        DayTally day = TallyOf(now);
        TimeSpan left = day.Ends - now;
        bool isCertain = left > Edge;
        lock (_lock)
        {
            Volatile.Write(ref _certain, isCertain && !_isOff && !_isEnded ? day : null);
        }

        TimeSpan next = isCertain ? left - Edge : left;
        _timer.Change(next < Check ? next : Check, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A day without memory, which nobody drains.</summary>
    private DayTally Discarded()
    {
        DayTally discarded = Volatile.Read(ref _discarded) ?? new DayTally(default, _cells, new MemoryBudget(0), _others);
        Volatile.Write(ref _discarded, discarded);
        return discarded;
    }

    private DayTally TallyOf(DateTime now)
    {
        lock (_lock)
        {
            DateOnly day = DateOnly.FromDateTime(now);
            if (!_days.TryGetValue(day, out DayTally? tally))
            {
                tally = new DayTally(day, _cells, _budget, _others);
                _days.Add(day, tally);
            }

            if (_latest is not null && _latest != tally)
            {
                _latest.End();
            }

            Volatile.Write(ref _latest, tally);
            return tally;
        }
    }
}
