using System.Runtime.InteropServices;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Runtime.Events;

/// <summary>The writes of the next flush, and how many movements of counters each of them is.</summary>
internal sealed class FlushDraft
{
    private const int EntrySize = 200;

    // Redis merges a longer sparse string for many milliseconds.
    private const int MostSparse = 512;

    private readonly List<CounterWrite> _writes = [];
    private readonly List<long> _moves = [];
    private readonly Dictionary<(string Key, string? Label, Type Kind), int> _positions = [];
    private CellPlan? _cell;
    private DateOnly _day;
    private CounterKey[]? _keys;

    /// <summary>The flush, once it is sealed.</summary>
    internal CounterFlush Flush { get => field ?? throw new InvalidOperationException("The flush is not sealed."); private set; }

    /// <summary>What was added.</summary>
    internal IReadOnlyList<CounterWrite> Writes => _writes;

    /// <summary>The movements of each write.</summary>
    internal IReadOnlyList<long> Moves => _moves;

    /// <summary>The movements of all writes.</summary>
    internal long AllMoves { get; private set; }

    /// <summary>About how many bytes the writes take that were merged.</summary>
    internal int Size { get; private set; }

    /// <summary>The movements that found no memory since the last draft.</summary>
    internal long Dropped { get; set; }

    internal bool IsEmpty => _writes.Count == 0;

    /// <summary>Makes the flush of what was added.</summary>
    internal void Seal(Guid writer, long number) => Flush = CounterFlush.Of(writer, number, _writes);

    /// <summary>Sets the cell that is drained next, and the day that it counts.</summary>
    internal void Begin(CellPlan cell, DateOnly day) => (_cell, _day, _keys) = (cell, day, null);

    /// <summary>Adds a write under each key of the cell.</summary>
    internal void Add(long moves, Func<string, TimeSpan?, CounterWrite> write)
    {
        foreach (CounterKey key in _keys ??= [.. _cell!.KeysOn(_day)])
        {
            Add(write(key.Key, key.Lifetime), moves);
        }
    }

    /// <summary>
    /// Adds writes of another draft or of a spool: what moves a counter that is there already is added to what is there, which keeps its
    /// place. The same writes in the same order make the same flush, so that it may be made again by another process.
    /// </summary>
    internal void Merge(IReadOnlyList<CounterWrite> writes, IReadOnlyList<long> moves)
    {
        foreach ((int i, CounterWrite write) in writes.Index())
        {
            string? label = write is CounterWrite.Field field ? field.Value.ToString() : null;
            ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(_positions, (write.Key, label, write.GetType()), out bool isThere);
            if (isThere && Sum(_writes[place], write) is { } sum)
            {
                Size += SizeOf(sum) - SizeOf(_writes[place]);
                _writes[place] = sum;
                _moves[place] += moves[i];
                AllMoves += moves[i];
            }
            else
            {
                place = _writes.Count;
                Size += SizeOf(write);
                Add(write, moves[i]);
            }
        }
    }

    private void Add(CounterWrite write, long moves)
    {
        _writes.Add(write);
        _moves.Add(moves);
        AllMoves += moves;
    }

    /// <summary>One write in place of two; null where there is none.</summary>
    private static CounterWrite? Sum(CounterWrite held, CounterWrite more)
    {
        switch (held, more)
        {
            case (CounterWrite.Count count, CounterWrite.Count { By: var by }):
                return count with { By = count.By + by };
            case (CounterWrite.Amount amount, CounterWrite.Amount { By: var by }) when double.IsFinite(amount.By + by):
                return amount with { By = amount.By + by };
            case (CounterWrite.Field field, CounterWrite.Field { By: var by }):
                return field with { By = field.By + by };
            case (CounterWrite.Registers registers, CounterWrite.Registers { Dense: var dense })
                when RedisSketch.TryRead(registers.Dense, out HyperLogLog? union) && RedisSketch.TryMerge(dense, union):
                byte[] shortest = RedisSketch.ToShortest(union);
                return registers with { Dense = shortest.Length > MostSparse ? RedisSketch.ToDense(union) : shortest };
            default:
                return null;
        }
    }

    private static int SizeOf(CounterWrite write) => EntrySize + write switch
    {
        CounterWrite.Registers registers => registers.Dense.Length,
        CounterWrite.Field field => field.Value.Size,
        _ => 0,
    };
}
