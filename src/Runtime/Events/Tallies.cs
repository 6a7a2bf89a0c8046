using System.Diagnostics;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>What was tracked and is not yet written, by the week in which it was tracked.</summary>
internal sealed class Tallies
{
    /// <summary>How long a past week is kept for threads that fetched it just before midnight.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IsoWeek, Tally> _weeks = [];
    private readonly IReadOnlyList<CounterRule> _counters;
    private readonly TimeProvider _clock;
    private readonly Cell?[] _allTime;
    private Tally _current;

    internal Tallies(IReadOnlyList<CounterRule> counters, TimeProvider clock)
    {
        _counters = counters;
        _clock = clock;
        _allTime = [.. counters.Select(counter => counter.IsWeekly ? null : Cell.Create(counter, default))];
        _current = WeekOf(clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>The cells that an event of this moment moves.</summary>
    internal Cell[] Now()
    {
        DateTime now = _clock.GetUtcNow().UtcDateTime;
        Tally current = Volatile.Read(ref _current);
        return (current.Contains(now) ? current : WeekOf(now)).Cells;
    }

    /// <summary>The cells of all weeks, each once. Weeks that are over and written are forgotten.</summary>
    internal IReadOnlyList<Cell> All()
    {
        lock (_lock)
        {
            foreach (Tally tally in _weeks.Values.Where(tally => tally != _current).ToArray())
            {
                bool isOver = Stopwatch.GetElapsedTime(tally.LastTurn) > Grace;
                if (isOver && !tally.Cells.Any(cell => cell.Expires && cell.HasPending))
                {
                    _weeks.Remove(tally.Week);
                }
            }

            return [.. _allTime.OfType<Cell>(), .. _weeks.Values.SelectMany(tally => tally.Cells).Where(cell => cell.Expires)];
        }
    }

    private Tally WeekOf(DateTime now)
    {
        lock (_lock)
        {
            IsoWeek week = IsoWeek.Of(now);
            if (!_weeks.TryGetValue(week, out Tally? tally))
            {
                tally = new Tally(week, [.. _counters.Select((counter, i) => _allTime[i] ?? Cell.Create(counter, week))]);
                _weeks.Add(week, tally);
            }

            (_current ?? tally).LastTurn = Stopwatch.GetTimestamp();
            Volatile.Write(ref _current, tally);
            return tally;
        }
    }

    private sealed class Tally(IsoWeek week, Cell[] cells)
    {
        private readonly DateTime _begins = week.Begins;
        private readonly DateTime _ends = week.Begins.AddDays(7);

        internal IsoWeek Week => week;

        internal Cell[] Cells => cells;

        /// <summary>When the week ceased to be the current one.</summary>
        internal long LastTurn { get; set; }

        internal bool Contains(DateTime now) => now >= _begins && now < _ends;
    }
}
