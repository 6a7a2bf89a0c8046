using ServicePing.Runtime.Sketches;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>
/// A sketch in rows of 256 registers, of which a flush writes those that have changed. A row has pairs of a place and a rank where they are
/// few, in any order and some of them twice, otherwise a byte a register: it is never so long that PostgreSQL would keep it elsewhere.
/// </summary>
internal static class SketchSegments
{
    private const int Length = 256;

    /// <summary>The rows of the registers that are set.</summary>
    internal static IEnumerable<(short Segment, byte[] Registers)> Of(HyperLogLog sketch) => sketch.Ranks()
        .GroupBy(register => register.Register / Length)
        .Select(segment => ((short)segment.Key, Encode([.. segment])));

    /// <summary>Adds a row to a sketch.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static void Merge(int segment, ReadOnlySpan<byte> registers, HyperLogLog into)
    {
        bool isDense = registers.Length == Length;
        if (segment is < 0 or >= HyperLogLog.RegisterCount / Length || registers.Length > Length || registers.Length % 2 != 0)
        {
            throw new FormatException("A row of registers is damaged.");
        }

        for (int i = 0; i < registers.Length; i += isDense ? 1 : 2)
        {
            (int place, byte rank) = isDense ? (i, registers[i]) : (registers[i], registers[i + 1]);
            if (rank > HyperLogLog.MaximalRank)
            {
                throw new FormatException("A row of registers is damaged.");
            }

            into.Raise((segment * Length) + place, rank);
        }
    }

    private static byte[] Encode((int Register, byte Rank)[] registers)
    {
        bool isDense = 2 * registers.Length >= Length;
        byte[] row = new byte[isDense ? Length : 2 * registers.Length];
        foreach ((int i, (int register, byte rank)) in registers.Index())
        {
            if (isDense)
            {
                row[register % Length] = rank;
            }
            else
            {
                row[2 * i] = (byte)(register % Length);
                row[(2 * i) + 1] = rank;
            }
        }

        return row;
    }
}
