using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServicePing;

/// <summary>
/// Which values of rank 1, 2 and 3, which are seven of eight, many sketches have already seen: a bit for each register, rank and sketch.
/// </summary>
/// <remarks>
/// A value that a sketch knows changes nothing, and to find that out is what tracking mostly does. Asked of the registers, each answer
/// would come from another line of 16 KiB a sketch; asked here, half of them come from 2 KiB, side by side for all sketches.
/// </remarks>
internal sealed class LowRanks(int sketches)
{
    private const int Highest = 3;
    private const int WordsPerSketch = HyperLogLog.RegisterCount / 64;

    private readonly long[] _bits = new long[Highest * sketches * WordsPerSketch];

    /// <summary>Whether the value, or another one of its register and rank, has been added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Contains(int sketch, ulong hash)
    {
        (int register, byte rank) = HyperLogLog.Locate(hash);

        // No check of the bounds, which would fetch another line of memory than the word's.
        return rank <= Highest
            && ((Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bits), WordOf(sketch, register, rank)) >> register) & 1) != 0;
    }

    internal void Add(int sketch, ulong hash)
    {
        (int register, byte rank) = HyperLogLog.Locate(hash);
        if (rank <= Highest)
        {
            Interlocked.Or(ref _bits[WordOf(sketch, register, rank)], 1L << register);
        }
    }

    private int WordOf(int sketch, int register, byte rank) =>
        (((rank - 1) * sketches) + sketch) * WordsPerSketch + (register / 64);
}
