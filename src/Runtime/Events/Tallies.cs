using System.Diagnostics;

namespace ServicePing;

/// <summary>What was tracked and is not yet written, week by week: an event belongs to the week in which it was tracked.</summary>
/// <remarks>
/// Reading a clock costs more than counting. While the end of the week is further away than any timer can be late, the current week is
/// certain without; only around the edge does each event ask the clock. A clock that is not the system's is always asked, as nobody
/// knows how it moves.
/// </remarks>
internal sealed class Tallies : IDisposable
{
    /// <summary>How long before the end of a week its events begin to ask the clock.</summary>
    internal static readonly TimeSpan Edge = TimeSpan.FromMinutes(5);

    /// <summary>How often, at least, it is checked that a clock that was set has not left its week.</summary>
    private static readonly TimeSpan Check = TimeSpan.FromHours(1);

    /// <summary>How long a past week is kept for threads that fetched it just before midnight.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<IsoWeek, WeekTally> _weeks = [];
    private readonly IReadOnlyList<CellPlan> _cells;
    private readonly MemoryBudget _budget;
    private readonly TimeProvider _clock;
    private readonly ITimer? _timer;
    private WeekTally? _certain;
    private WeekTally _latest;
    private Tracked _drained;

    internal Tallies(IReadOnlyList<CellPlan> cells, TimeProvider clock, MemoryBudget budget)
        : this(cells, clock, budget, isSteady: clock == TimeProvider.System)
    {
    }

    internal Tallies(IReadOnlyList<CellPlan> cells, TimeProvider clock, MemoryBudget budget, bool isSteady)
    {
        _cells = cells;
        _clock = clock;
        _budget = budget;
        _latest = WeekOf(Now);
        if (isSteady)
        {
            _timer = clock.CreateTimer(_ => LookAtClock(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            LookAtClock();
        }
    }

    /// <summary>The current week.</summary>
    internal WeekTally Current => Volatile.Read(ref _certain) ?? ByClock();

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    /// <summary>Takes out what there is to write. Weeks that are over and have nothing left are forgotten.</summary>
    internal FlushDraft Drain()
    {
        LookAtClock();
        FlushDraft draft = new();
        lock (_lock)
        {
            foreach (WeekTally week in _weeks.Values.OrderBy(week => week.Begins).ToArray())
            {
                bool isOver = week != _latest && Stopwatch.GetElapsedTime(week.LastTurn) > Grace;
                Tracked drained = week.Drain(draft);
                draft.Dropped += drained.Dropped;
                _drained += drained;
                if (isOver)
                {
                    _weeks.Remove(week.Week);
                    week.Release();
                }
            }
        }

        return draft;
    }

    /// <summary>What was tracked ever, and what of it waits to be drained.</summary>
    internal Tracked Sum()
    {
        lock (_lock)
        {
            return _weeks.Values.Aggregate(_drained, (sum, week) => sum + week.Pending());
        }
    }

    public void Dispose() => _timer?.Dispose();

    private WeekTally ByClock()
    {
        DateTime now = Now;
        WeekTally latest = Volatile.Read(ref _latest);
        return latest.Contains(now) ? latest : WeekOf(now);
    }

    /// <summary>Finds out whether the current week is certain, and when to look again.</summary>
    private void LookAtClock()
    {
        if (_timer is null)
        {
            return;
        }

        DateTime now = Now;
        WeekTally week = WeekOf(now);
        TimeSpan left = week.Ends - now;
        bool isCertain = left > Edge;
        Volatile.Write(ref _certain, isCertain ? week : null);
        TimeSpan next = isCertain ? left - Edge : left;
        _timer.Change(next < Check ? next : Check, Timeout.InfiniteTimeSpan);
    }

    private WeekTally WeekOf(DateTime now)
    {
        lock (_lock)
        {
            IsoWeek week = IsoWeek.Of(now);
            if (!_weeks.TryGetValue(week, out WeekTally? tally))
            {
                tally = new WeekTally(week, _cells, _budget);
                _weeks.Add(week, tally);
            }

            if (_latest is not null && _latest != tally)
            {
                _latest.LastTurn = Stopwatch.GetTimestamp();
            }

            Volatile.Write(ref _latest, tally);
            return tally;
        }
    }
}
