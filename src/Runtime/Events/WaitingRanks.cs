using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ServicePing;

/// <summary>
/// The last values of one thread on their way to the registers of sketches, each asked for from memory when it comes and compared when
/// others have come behind it: a call waits for none of the many megabytes that registers take together.
/// </summary>
/// <remarks>
/// Only the thread writes. A drain reads what waits and raises the registers itself: raising twice changes nothing, so that nothing is
/// lost and nothing counted twice, whoever comes first.
/// </remarks>
internal sealed class WaitingRanks
{
    private const int Length = 16;
    private const int SketchShift = 32;
    private const int RegisterShift = 8;
    private const long RankMask = (1 << RegisterShift) - 1;
    private const long RegisterMask = (1 << (SketchShift - RegisterShift)) - 1;

    private readonly long[] _ring = new long[Length];
    private int _next;

    /// <summary>Lets a rank wait, and gives the one that has waited longest; 0 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe long Exchange(int sketch, int register, byte rank, ref byte place)
    {
        if (Sse.IsSupported)
        {
            // A hint: it does not matter if the place moves meanwhile.
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
        }

        ref long slot = ref _ring[_next++ & (Length - 1)];
        long longest = slot;
        Volatile.Write(ref slot, ((long)sketch << SketchShift) | ((long)register << RegisterShift) | rank);
        return longest;
    }

    /// <summary>Raises what waits; it goes on waiting, which changes nothing.</summary>
    internal void Drain(UniqueCell[] cells)
    {
        foreach (ref long slot in _ring.AsSpan())
        {
            Raise(Volatile.Read(ref slot), cells);
        }
    }

    /// <summary>Raises the register of a rank that has waited.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Raise(long waited, UniqueCell[] cells)
    {
        // A rank is at least 1.
        if (waited != 0)
        {
            cells[waited >> SketchShift].Raise((int)((waited >> RegisterShift) & RegisterMask), (byte)(waited & RankMask));
        }
    }
}
