using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ServicePing.Runtime.Events;

/// <summary>
/// The last values of one thread on their way to the registers of sketches, each asked for from memory when it comes and compared when
/// others have come behind it: a call waits for none of the many megabytes that registers take together.
/// </summary>
/// <remarks>
/// Only the thread writes. A drain reads what waits and raises the registers itself: raising twice changes nothing, so that nothing is
/// lost and nothing counted twice, whoever comes first.
/// </remarks>
internal sealed unsafe class WaitingRanks
{
    private const int Length = 16;
    private const int SketchShift = 32;
    private const int RegisterShift = 8;
    private const long RankMask = (1 << RegisterShift) - 1;
    private const long RegisterMask = (1 << (SketchShift - RegisterShift)) - 1;

    private Ring _ring;
    private uint _next;

    /// <summary>Lets a rank wait, and gives the one that has waited longest; 0 where there is none.</summary>
    /// <param name="sketch">The position of the sketch.</param>
    /// <param name="register">The register that the rank may raise.</param>
    /// <param name="rank">The rank, at least 1.</param>
    /// <param name="registers">Where the registers of the sketch begin.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long Exchange(int sketch, int register, byte rank, nint registers)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)registers + register);
        }

        ref long slot = ref _ring[(int)(_next++ % Length)];
        long longest = slot;
        Volatile.Write(ref slot, ((long)sketch << SketchShift) | ((long)register << RegisterShift) | rank);
        return longest;
    }

    /// <summary>Whether what has waited would raise its register.</summary>
    /// <param name="waited">The rank that has waited; 0 for none.</param>
    /// <param name="registers">Where the registers of each sketch begin.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsHigher(long waited, nint[] registers) =>
        waited != 0
        && Volatile.Read(ref *((byte*)registers[waited >> SketchShift] + ((waited >> RegisterShift) & RegisterMask))) < (byte)(waited & RankMask);

    /// <summary>Raises the register of a rank that has waited.</summary>
    internal static void Raise(long waited, UniqueCell[] cells) =>
        cells[waited >> SketchShift].Raise((int)((waited >> RegisterShift) & RegisterMask), (byte)(waited & RankMask));

    /// <summary>Raises what waits; it goes on waiting, which changes nothing.</summary>
    internal void Drain(UniqueCell[] cells)
    {
        for (int i = 0; i < Length; i++)
        {
            long waited = Volatile.Read(ref _ring[i]);
            if (waited != 0)
            {
                Raise(waited, cells);
            }
        }
    }

    [InlineArray(Length)]
    private struct Ring
    {
        private long _first;
    }
}
