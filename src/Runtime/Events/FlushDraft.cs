using ServicePing.Runtime.Counters;

namespace ServicePing.Runtime.Events;

/// <summary>The writes of the next flush, and how many movements of counters each of them is.</summary>
internal sealed class FlushDraft
{
    private readonly List<CounterWrite> _writes = [];
    private readonly List<long> _moves = [];
    private CellPlan? _cell;
    private DateOnly _day;
    private CounterKey[]? _keys;

    /// <summary>The flush, once it is sealed.</summary>
    internal CounterFlush Flush { get => field ?? throw new InvalidOperationException("The flush is not sealed."); private set; }

    /// <summary>What was added.</summary>
    internal IReadOnlyList<CounterWrite> Writes => _writes;

    /// <summary>The movements of each write.</summary>
    internal IReadOnlyList<long> Moves => _moves;

    /// <summary>The movements that found no memory since the last draft.</summary>
    internal long Dropped { get; set; }

    internal bool IsEmpty => _writes.Count == 0;

    /// <summary>Makes the flush of what was added.</summary>
    internal void Seal(Guid writer, long number) => Flush = new CounterFlush(Guid.NewGuid(), _writes) { Writer = writer, Number = number };

    /// <summary>Sets the cell that is drained next, and the day that it counts.</summary>
    internal void Begin(CellPlan cell, DateOnly day) => (_cell, _day, _keys) = (cell, day, null);

    /// <summary>Adds a write under each key of the cell.</summary>
    internal void Add(long moves, Func<string, TimeSpan?, CounterWrite> write)
    {
        foreach (CounterKey key in _keys ??= [.. _cell!.KeysOn(_day)])
        {
            _writes.Add(write(key.Key, key.Lifetime));
            _moves.Add(moves);
        }
    }
}
