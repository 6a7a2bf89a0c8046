using System.Numerics;
using System.Runtime.CompilerServices;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Runtime.Events;

/// <summary>
/// The different values that were seen, as the registers of a HyperLogLog: the first in a small table, further ones in 16 KiB of registers.
/// A value that changes nothing is a read, and hardly any value does.
/// </summary>
/// <remarks>
/// Both say which of their registers have changed since the last drain. The table stays when the registers come: what is in both is
/// written twice at most, which changes nothing.
/// </remarks>
internal sealed class UniqueCell(MemoryBudget budget) : Cell
{
    private const int TableLength = 128;
    private const int Probes = 12;
    private const int BitsPerWord = 64;
    private const int TableSize = TableLength * sizeof(int);
    private const int ChangedSize = HyperLogLog.RegisterCount / 8;

    // Redis merges a longer sparse string into a sparse one for many milliseconds, as it looks for each register from the start.
    private const int MostSparse = 256;

    // An entry is 0 or: present, the register, whether it has changed, the rank.
    private const int Present = 1 << 30;
    private const int RegisterShift = 8;
    private const int Changed = 1 << 7;
    private const int RankMask = Changed - 1;

    private int[]? _table;
    private byte[]? _registers;
    private long[]? _changed;
    private bool _hasChanged;

    /// <summary>Where the registers begin, as long as the cell lives; 0 as long as the values are few.</summary>
    internal unsafe nint Address => Volatile.Read(ref _registers) is { } registers ? (nint)Unsafe.AsPointer(ref registers[0]) : 0;

    internal override bool TryMove(in EventValue subject) => TryAdd(subject.SketchHash());

    internal bool TryAdd(ulong hash)
    {
        (int register, byte rank) = HyperLogLog.Locate(hash);
        byte[]? registers = Volatile.Read(ref _registers);
        if (registers is null)
        {
            return TryAddFew(register, rank) || TryAddMany(register, rank);
        }

        Raise(registers, register, rank);
        return true;
    }

    internal override void Drain(long moves, FlushDraft draft)
    {
        if (!Interlocked.Exchange(ref _hasChanged, false))
        {
            return;
        }

        HyperLogLog changed = new();
        int count = DrainTable(changed) + DrainRegisters(changed);
        byte[] sketch = count > MostSparse ? RedisSketch.ToDense(changed) : RedisSketch.ToShortest(changed);
        draft.Add(moves, (key, lifetime) => new CounterWrite.Registers(key, lifetime, sketch));
    }

    internal override void Release()
    {
        budget.Return(_table is null ? 0 : TableSize);
        budget.Return(_changed is null ? 0 : ChangedSize);
        budget.Return(_registers is null ? 0 : HyperLogLog.RegisterCount);
    }

    /// <summary>Adds to the table; false where there is no room.</summary>
    private bool TryAddFew(int register, byte rank)
    {
        if (Volatile.Read(ref _table) is not { } table && !TryCreate(ref _table, TableLength, TableSize, out table))
        {
            return false;
        }

        for (int probe = 0; probe < Probes; probe++)
        {
            ref int entry = ref table[(register + probe) % TableLength];
            int seen = Volatile.Read(ref entry);
            while (seen == 0 || (seen & ~(Changed | RankMask)) == (Present | (register << RegisterShift)))
            {
                if ((seen & RankMask) >= rank)
                {
                    return true;
                }

                int before = Interlocked.CompareExchange(ref entry, Present | (register << RegisterShift) | Changed | rank, seen);
                if (before == seen)
                {
                    Volatile.Write(ref _hasChanged, true);
                    return true;
                }

                seen = before;
            }
        }

        return false;
    }

    private bool TryAddMany(int register, byte rank)
    {
        if (_changed is null && !TryCreate(ref _changed, HyperLogLog.RegisterCount / BitsPerWord, ChangedSize, out _))
        {
            return false;
        }

        if (Volatile.Read(ref _registers) is not { } registers
            && !TryCreate(ref _registers, HyperLogLog.RegisterCount, HyperLogLog.RegisterCount, out registers, isPinned: true))
        {
            return false;
        }

        Raise(registers, register, rank);
        return true;
    }

    /// <summary>Creates an array that is not there yet; one that calls find by its address is pinned.</summary>
    private bool TryCreate<T>(ref T[]? array, int length, int bytes, out T[] created, bool isPinned = false)
    {
        created = [];
        if (!budget.TryTake(bytes))
        {
            return false;
        }

        T[] mine = GC.AllocateArray<T>(length, isPinned);
        T[]? others = Interlocked.CompareExchange(ref array, mine, null);
        if (others is not null)
        {
            budget.Return(bytes);
        }

        created = others ?? mine;
        return true;
    }

    /// <summary>Raises a register, once there are registers.</summary>
    internal void Raise(int register, byte rank) => Raise(_registers!, register, rank);

    private void Raise(byte[] registers, int register, byte rank)
    {
        if (TryRaise(registers, register, rank))
        {
            Interlocked.Or(ref _changed![register / BitsPerWord], 1L << (register % BitsPerWord));
            Volatile.Write(ref _hasChanged, true);
        }
    }

    private static bool TryRaise(byte[] registers, int register, byte rank)
    {
        ref byte place = ref registers[register];
        byte seen = Volatile.Read(ref place);
        while (seen < rank)
        {
            byte before = Interlocked.CompareExchange(ref place, rank, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    private static int RegisterOf(int entry) => (entry & ~Present) >> RegisterShift;

    private static byte RankOf(int entry) => (byte)(entry & RankMask);

    private int DrainTable(HyperLogLog changed)
    {
        int count = 0;
        byte[]? registers = Volatile.Read(ref _registers);
        foreach (ref int entry in _table.AsSpan())
        {
            int seen = Volatile.Read(ref entry);
            if ((seen & Changed) != 0)
            {
                seen = Interlocked.And(ref entry, ~Changed);
                changed.Raise(RegisterOf(seen), RankOf(seen));
                count++;
            }

            // From now on the registers are asked, which need not call new what the table has told the store.
            if (registers is not null && seen != 0)
            {
                TryRaise(registers, RegisterOf(seen), RankOf(seen));
            }
        }

        return count;
    }

    private int DrainRegisters(HyperLogLog changed)
    {
        if (Volatile.Read(ref _registers) is not { } registers)
        {
            return 0;
        }

        int count = 0;
        for (int word = 0; word < _changed!.Length; word++)
        {
            ulong bits = _changed[word] == 0 ? 0 : (ulong)Interlocked.Exchange(ref _changed[word], 0);
            count += BitOperations.PopCount(bits);
            for (; bits != 0; bits &= bits - 1)
            {
                int register = (word * BitsPerWord) + BitOperations.TrailingZeroCount(bits);
                changed.Raise(register, Volatile.Read(ref registers[register]));
            }
        }

        return count;
    }
}
