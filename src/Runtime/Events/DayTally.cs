using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Runtime.Events;

/// <summary>What was tracked on one day, in UTC, and is not yet drained.</summary>
internal sealed class DayTally
{
    private static long s_lastId;

    private readonly long _id = Interlocked.Increment(ref s_lastId);
    private readonly IReadOnlyList<CellPlan> _plans;
    private readonly MemoryBudget _budget;
    private readonly OtherLabels _others;
    private readonly ConcurrentDictionary<Thread, ThreadTally> _threads = new();

    // Nothing where the number of moves is all there is to keep.
    private readonly Cell?[] _cells;
    private readonly UniqueCell[] _sketches;

    // Where the registers of each sketch begin; 0 as long as its values are few. They do not move, and live as long as the day.
    private readonly nint[] _registers;
    private long _dropped;

    internal DayTally(DateOnly day, IReadOnlyList<CellPlan> plans, MemoryBudget budget, OtherLabels others)
    {
        _others = others;
        Day = day;
        Begins = day.ToDateTime(default);
        Ends = Begins.AddDays(1);
        _plans = plans;
        _budget = budget;
        _cells = [.. plans.Select(plan => CreateCell(plan))];
        _sketches = [.. plans.Index().Where(plan => plan.Item.Sketch >= 0).OrderBy(plan => plan.Item.Sketch).Select(plan => (UniqueCell)_cells[plan.Index]!)];
        _registers = new nint[_sketches.Length];
    }

    internal DateOnly Day { get; }

    private DateTime Begins { get; }

    internal DateTime Ends { get; }

    /// <summary>When the day ceased to be the current one.</summary>
    internal long LastTurn { get; private set; }

    internal bool Contains(DateTime now) => now >= Begins && now < Ends;

    /// <summary>Says that the day is no longer the current one; threads that have fetched it still count.</summary>
    internal void End() => LastTurn = Stopwatch.GetTimestamp();

    /// <summary>Counts an event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Count(in EventRules rules, ReadOnlySpan<EventValue> arguments)
    {
        ThreadTally tally = TallyOfThisThread();
        tally.Enter();
        if (rules.Total >= 0)
        {
            tally.Move(rules.Total);
        }

        ulong hash = 0;
        if ((uint)rules.Argument < (uint)arguments.Length && arguments[rules.Argument].HasValue)
        {
            hash = arguments[rules.Argument].SketchHash();
            if (TryAdd(tally, rules.Sketch, hash))
            {
                tally.Move(rules.Unique);
            }
            else
            {
                Drop(rules.Unique);
            }
        }

        if (rules.Others.Length > 0)
        {
            CountOthers(tally, rules.Others, arguments, new SubjectHash(rules.Argument, hash));
        }

        // The registers live as long as the day.
        GC.KeepAlive(this);
    }

    private void CountOthers(ThreadTally tally, EventRule[] rules, ReadOnlySpan<EventValue> arguments, SubjectHash hash)
    {
        foreach (ref readonly EventRule rule in rules.AsSpan())
        {
            if (!rule.Matches(arguments))
            {
                continue;
            }

            bool isKept = rule.Sketch >= 0 ? TryAdd(tally, rule.Sketch, hash.Of(arguments, rule.Argument))
                : rule.Argument < 0 || _cells[rule.Cell]!.TryMove(arguments[rule.Argument]);
            if (isKept)
            {
                tally.Move(rule.Cell);
            }
            else
            {
                Drop(rule.Cell);
            }
        }
    }

    /// <summary>Counts an event that has several values for one cell of unique values.</summary>
    internal void Add(int cell, ReadOnlySpan<EventValue> values)
    {
        ThreadTally tally = TallyOfThisThread();
        tally.Enter();
        int dropped = 0;
        foreach (ref readonly EventValue value in values)
        {
            if (value.HasValue && !TryAdd(tally, _plans[cell].Sketch, value.SketchHash()))
            {
                dropped++;
            }
        }

        if (dropped == 0)
        {
            tally.Move(cell);
        }
        else
        {
            Drop(cell, dropped);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Counts events of cells: so many of a total, or one that has a value.</summary>
    internal void Move(ReadOnlySpan<int> cells, in EventValue value, long by)
    {
        ThreadTally tally = TallyOfThisThread();
        tally.Enter();
        foreach (int cell in cells)
        {
            if (_cells[cell]?.TryMove(value) != false)
            {
                tally.Move(cell, by);
            }
            else
            {
                Drop(cell);
            }
        }
    }

    /// <summary>Takes out what there is to write.</summary>
    internal Tracked Drain(FlushDraft draft)
    {
        ThreadTally[] threads = [.. _threads.Values];
        bool[] isOver = Array.ConvertAll(threads, thread => thread.IsOver);
        long events = threads.Sum(thread => thread.DrainEvents());
        Array.ForEach(threads, thread => thread.Waiting.Drain(_sketches));
        for (int i = 0; i < _plans.Count; i++)
        {
            long moves = 0;
            foreach (ThreadTally thread in threads)
            {
                moves += thread.DrainMoves(i);
            }

            draft.Begin(_plans[i], Day);
            if (_cells[i] is { } cell)
            {
                cell.Drain(moves, draft);
            }
            else if (moves > 0)
            {
                draft.Add(moves, (key, lifetime) => new CounterWrite.Count(key, lifetime, moves));
            }
        }

        // A thread that was over before it was drained has nothing more to say.
        foreach ((int i, ThreadTally thread) in threads.Index())
        {
            if (isOver[i])
            {
                Forget(thread);
            }
        }

        return new Tracked(events, Pending: 0, Interlocked.Exchange(ref _dropped, 0));
    }

    /// <summary>What was tracked since the last drain.</summary>
    internal Tracked Pending()
    {
        long moves = 0;
        for (int i = 0; i < _plans.Count; i++)
        {
            moves += _plans[i].Keys * _threads.Values.Sum(thread => thread.PendingMoves(i));
        }

        return new Tracked(_threads.Values.Sum(thread => thread.PendingEvents()), moves, Interlocked.Read(ref _dropped));
    }

    /// <summary>Gives back the memory of a day that is over and drained.</summary>
    internal void Release()
    {
        foreach (Cell? cell in _cells)
        {
            cell?.Release();
        }

        foreach (ThreadTally thread in _threads.Values)
        {
            Forget(thread);
        }
    }

    private Cell? CreateCell(CellPlan plan) => plan.Kind switch
    {
        CounterKind.Total => null,
        CounterKind.Sum => new SumCell(),
        CounterKind.Unique => new UniqueCell(_budget),
        _ => new FieldsCell(plan, _budget, _others),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ThreadTally TallyOfThisThread() =>
        ThreadTally.Latest is { } latest && latest.Day == _id ? latest : FindTallyOfThisThread();

    private ThreadTally FindTallyOfThisThread()
    {
        if (!_threads.TryGetValue(Thread.CurrentThread, out ThreadTally? tally))
        {
            // What a thread needs is bounded by the program's rules: it counts, but nothing is dropped for it.
            tally = new ThreadTally(_id, _plans.Count);
            _budget.Take(tally.Size);
            _threads[Thread.CurrentThread] = tally;
        }

        return ThreadTally.Latest = tally;
    }

    private void Forget(ThreadTally thread)
    {
        if (_threads.TryRemove(new(thread.Thread, thread)))
        {
            _budget.Return(thread.Size);
        }
    }

    private void Drop(int cell, int times = 1) => Interlocked.Add(ref _dropped, times * _plans[cell].Keys);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAdd(ThreadTally tally, int sketch, ulong hash)
    {
        nint registers = Volatile.Read(ref _registers[sketch]);
        if (registers == 0)
        {
            return TryAddFirst(sketch, hash);
        }

        (int register, byte rank) = HyperLogLog.Locate(hash);
        long waited = tally.Waiting.Exchange(sketch, register, rank, registers);
        if (WaitingRanks.IsHigher(waited, _registers))
        {
            WaitingRanks.Raise(waited, _sketches);
        }

        return true;
    }

    private bool TryAddFirst(int sketch, ulong hash)
    {
        bool isKept = _sketches[sketch].TryAdd(hash);
        Volatile.Write(ref _registers[sketch], _sketches[sketch].Address);
        return isKept;
    }

    /// <summary>The hash of what is counted once: rules that count the same argument stand together, and it is computed once a call.</summary>
    private struct SubjectHash(int argument, ulong hash)
    {
        // One more than the position, as 0 is none.
        private int _argument = argument + 1;
        private ulong _hash = hash;

        internal ulong Of(ReadOnlySpan<EventValue> arguments, int argument)
        {
            if (_argument != argument + 1)
            {
                _argument = argument + 1;
                _hash = arguments[argument].SketchHash();
            }

            return _hash;
        }
    }
}

/// <summary>What was tracked: events, and movements of counters that wait to be written or found no memory.</summary>
internal readonly record struct Tracked(long Events, long Pending, long Dropped)
{
    public static Tracked operator +(Tracked left, Tracked right) =>
        new(left.Events + right.Events, left.Pending + right.Pending, left.Dropped + right.Dropped);
}
