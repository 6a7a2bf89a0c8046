namespace ServicePing.Runtime.Events;

/// <summary>How often one thread has moved each cell on one day. Only that thread writes, so that a move is an addition in memory.</summary>
/// <remarks>The numbers only grow; one drain at a time remembers how far it has come. Nothing can fall between.</remarks>
internal sealed class ThreadTally
{
    /// <summary>So many numbers at either end belong to nobody, so that no two threads write to one line of the cache.</summary>
    private const int Margin = 16;

    [ThreadStatic]
    private static ThreadTally? s_latest;

    private readonly long[] _moves;
    private readonly long[] _drained;

    internal ThreadTally(long day, int cells)
    {
        Day = day;
        _moves = new long[Margin + 1 + cells + Margin];
        _drained = new long[1 + cells];
    }

    /// <summary>The tally that this thread has used last.</summary>
    internal static ThreadTally? Latest
    {
        get => s_latest;
        set => s_latest = value;
    }

    /// <summary>The id of the day; a reference would keep a day alive for as long as any thread that was busy in it.</summary>
    internal long Day { get; }

    /// <summary>The last different values of this thread.</summary>
    internal WaitingRanks Waiting { get; } = new();

    internal int Size => 8 * (_moves.Length + _drained.Length);

    internal Thread Thread { get; } = Thread.CurrentThread;

    internal bool IsOver => !Thread.IsAlive;

    /// <summary>Counts an event of this thread.</summary>
    internal void Enter() => Add(Margin);

    /// <summary>Counts that an event of this thread has moved a cell.</summary>
    internal void Move(int cell) => Add(Margin + 1 + cell);

    /// <summary>Counts that this thread has moved a cell so many times.</summary>
    internal void Move(int cell, long by)
    {
        ref long number = ref _moves[Margin + 1 + cell];
        Volatile.Write(ref number, number + by);
    }

    /// <summary>The events since the last drain.</summary>
    internal long DrainEvents() => Drain(0);

    /// <summary>How often a cell was moved since the last drain.</summary>
    internal long DrainMoves(int cell) => Drain(1 + cell);

    internal long PendingEvents() => Pending(0);

    internal long PendingMoves(int cell) => Pending(1 + cell);

    private void Add(int position)
    {
        ref long number = ref _moves[position];
        Volatile.Write(ref number, number + 1);
    }

    private long Pending(int position) => Volatile.Read(ref _moves[Margin + position]) - _drained[position];

    private long Drain(int position)
    {
        long more = Pending(position);
        _drained[position] += more;
        return more;
    }
}
