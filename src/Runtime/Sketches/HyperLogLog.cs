using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace ServicePing.Runtime.Sketches;

/// <summary>
/// A sketch of a set of values that counts how many are different, with a standard error of 0.81 %. Registers and estimates are those
/// of Redis, so that a value may be added here and counted there.
/// </summary>
/// <remarks>Sets of a few values take a few bytes, others 16 KiB. Not safe for several threads.</remarks>
internal sealed class HyperLogLog
{
    internal const int RegisterCount = 1 << IndexBits;

    private const int IndexBits = 14;
    internal const int MaximalRank = 64 - IndexBits + 1;
    private const int FewRegisters = 1_024;

    // While few registers are set: register and rank in one number, ordered.
    private List<int> _few = [];
    private byte[]? _registers;

    /// <summary>How much memory the registers take.</summary>
    internal long Bytes => _registers?.Length ?? (_few.Capacity * sizeof(int));

    /// <summary>A sketch of registers, one byte each.</summary>
    internal static HyperLogLog Of(ReadOnlySpan<byte> registers)
    {
        HyperLogLog sketch = new();
        sketch.Merge(registers);
        return sketch;
    }

    /// <summary>The register that a hash belongs to, and the rank that it gives the register.</summary>
    internal static (int Register, byte Rank) Locate(ulong hash) =>
        ((int)(hash & (RegisterCount - 1)), (byte)(BitOperations.TrailingZeroCount((hash >> IndexBits) | (1UL << (64 - IndexBits))) + 1));

    /// <summary>A sketch of the values of all of them.</summary>
    internal static HyperLogLog Union(IEnumerable<HyperLogLog> sketches)
    {
        HyperLogLog union = new();
        foreach (HyperLogLog sketch in sketches)
        {
            union.Merge(sketch);
        }

        return union;
    }

    /// <summary>Adds a text, in UTF-8.</summary>
    internal void Add(string value) => Add(Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a value.</summary>
    internal void Add(ReadOnlySpan<byte> value)
    {
        (int register, byte rank) = Locate(MurmurHash64.Of(value));
        Raise(register, rank);
    }

    /// <summary>Makes a register at least as high as a rank.</summary>
    internal void Raise(int register, byte rank)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, MaximalRank);
        if (_registers is not null)
        {
            _registers[register] = Math.Max(_registers[register], rank);
        }
        else if (rank > 0)
        {
            RaiseFew(register, rank);
        }
    }

    /// <summary>Adds all values of another sketch.</summary>
    internal void Merge(HyperLogLog other)
    {
        if (other._registers is null)
        {
            foreach (int entry in other._few.ToArray())
            {
                Raise(entry >> 8, (byte)entry);
            }

            return;
        }

        Merge(other._registers);
    }

    /// <summary>Adds the values of registers, one byte each.</summary>
    internal void Merge(ReadOnlySpan<byte> registers)
    {
        Span<byte> mine = Registers();
        for (int i = 0; i < RegisterCount; i += Vector<byte>.Count)
        {
            Vector.Max(new Vector<byte>(mine[i..]), new Vector<byte>(registers[i..])).CopyTo(mine[i..]);
        }
    }

    /// <summary>The number of different values, as <c>PFCOUNT</c> of Redis 5 and later estimates it.</summary>
    internal long Count()
    {
        Span<int> histogram = stackalloc int[MaximalRank + 1];
        histogram.Clear();
        if (_registers is null)
        {
            histogram[0] = RegisterCount - _few.Count;
            foreach (int entry in _few)
            {
                histogram[entry & 0xff]++;
            }
        }
        else
        {
            CountRanks(_registers, histogram);
        }

        return ErtlEstimate.Of(histogram);
    }

    /// <summary>Writes the registers, one byte each.</summary>
    internal void CopyTo(Span<byte> registers)
    {
        if (_registers is not null)
        {
            _registers.CopyTo(registers);
            return;
        }

        registers[..RegisterCount].Clear();
        foreach (int entry in _few)
        {
            registers[entry >> 8] = (byte)entry;
        }
    }

    /// <summary>The registers that are set, in order.</summary>
    internal IEnumerable<(int Register, byte Rank)> Ranks() => _registers is null
        ? _few.Select(entry => (entry >> 8, (byte)entry))
        : _registers.Index().Where(register => register.Item > 0).Select(register => (register.Index, register.Item));

    /// <summary>The registers, one byte each, for whoever raises many of them.</summary>
    internal byte[] Registers()
    {
        if (_registers is null)
        {
            byte[] registers = new byte[RegisterCount];
            CopyTo(registers);
            _registers = registers;
            _few = [];
        }

        return _registers;
    }

    private static void CountRanks(ReadOnlySpan<byte> registers, Span<int> histogram)
    {
        // Neighbours have mostly the same rank: counted in one place, each would wait for the one before.
        const int Ranks = 64;
        Span<int> places = stackalloc int[4 * Ranks];
        places.Clear();
        foreach (uint four in MemoryMarshal.Cast<byte, uint>(registers))
        {
            places[(int)(four & (Ranks - 1))]++;
            places[Ranks + (int)((four >> 8) & (Ranks - 1))]++;
            places[(2 * Ranks) + (int)((four >> 16) & (Ranks - 1))]++;
            places[(3 * Ranks) + (int)((four >> 24) & (Ranks - 1))]++;
        }

        for (int rank = 0; rank <= MaximalRank; rank++)
        {
            histogram[rank] = places[rank] + places[Ranks + rank] + places[(2 * Ranks) + rank] + places[(3 * Ranks) + rank];
        }
    }

    private void RaiseFew(int register, byte rank)
    {
        int position = _few.BinarySearch(register << 8);
        position = position < 0 ? ~position : position;
        if (position < _few.Count && _few[position] >> 8 == register)
        {
            _few[position] = Math.Max(_few[position], (register << 8) | rank);
        }
        else if (_few.Count < FewRegisters)
        {
            _few.Insert(position, (register << 8) | rank);
        }
        else
        {
            Registers()[register] = rank;
        }
    }
}
