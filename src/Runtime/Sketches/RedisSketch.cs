using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServicePing.Runtime.Sketches;

/// <summary>
/// HyperLogLogs as Redis keeps them in a string: <c>HYLL</c>, the encoding, three bytes unused, eight bytes with the last estimate, then
/// the registers, six bits each (dense) or run by run (sparse).
/// </summary>
internal static class RedisSketch
{
    internal const int DenseLength = HeaderLength + (HyperLogLog.RegisterCount * RegisterBits / 8);

    private const int HeaderLength = 16;
    private const int RegisterBits = 6;
    private const byte DenseEncoding = 0;
    private const byte SparseEncoding = 1;
    private const byte EstimateIsStale = 0x80;
    private const int SparseMaximalRank = 32;
    private const int ShortRun = 64;

    private static ReadOnlySpan<byte> Magic => "HYLL"u8;

    /// <summary>The dense string of a sketch.</summary>
    internal static byte[] ToDense(HyperLogLog sketch)
    {
        byte[] registers = new byte[HyperLogLog.RegisterCount];
        sketch.CopyTo(registers);
        return ToDense(registers);
    }

    /// <summary>The dense string of registers, one byte each.</summary>
    internal static byte[] ToDense(ReadOnlySpan<byte> registers)
    {
        byte[] text = new byte[DenseLength];
        Magic.CopyTo(text);
        text[4] = DenseEncoding;
        text[HeaderLength - 1] = EstimateIsStale;
        Span<byte> packed = text.AsSpan(HeaderLength);
        for (int i = 0; i < HyperLogLog.RegisterCount; i += 4, packed = packed[3..])
        {
            int four = registers[i] | (registers[i + 1] << 6) | (registers[i + 2] << 12) | (registers[i + 3] << 18);
            packed[0] = (byte)four;
            packed[1] = (byte)(four >> 8);
            packed[2] = (byte)(four >> 16);
        }

        return text;
    }

    /// <summary>The string of a sketch in the encoding that is shorter.</summary>
    internal static byte[] ToShortest(HyperLogLog sketch)
    {
        using MemoryStream text = new();
        text.Write([.. Magic, SparseEncoding, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, EstimateIsStale]);
        int next = 0;
        foreach ((int register, byte rank) in sketch.Ranks())
        {
            if (rank > SparseMaximalRank || text.Length >= DenseLength - 3)
            {
                return ToDense(sketch);
            }

            WriteZeros(text, register - next);
            text.WriteByte((byte)(0x80 | ((rank - 1) << 2)));
            next = register + 1;
        }

        WriteZeros(text, HyperLogLog.RegisterCount - next);
        return text.ToArray();
    }

    /// <summary>Reads a dense or sparse string.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, [NotNullWhen(true)] out HyperLogLog? sketch)
    {
        HyperLogLog read = new();
        sketch = TryMerge(text, read) ? read : null;
        return sketch is not null;
    }

    /// <summary>Adds the values of a dense or sparse string to a sketch; where the string is none, the sketch is of no more use.</summary>
    internal static bool TryMerge(ReadOnlySpan<byte> text, HyperLogLog into) =>
        text.Length > HeaderLength
        && text.StartsWith(Magic)
        && text[4] switch
        {
            DenseEncoding => text.Length == DenseLength && TryMergeDense(text, into.Registers()),
            SparseEncoding => TryMergeSparse(text[HeaderLength..], into),
            _ => false,
        };

    /// <summary>Spreads sixteen registers at a time, of six bits in twelve bytes, over sixteen bytes, and raises others to them.</summary>
    private static bool TryMergeDense(ReadOnlySpan<byte> text, Span<byte> registers)
    {
        // Each load takes the twelve bytes and the four before them, so that the last one ends with the text.
        Vector128<byte> threes = Vector128.Create((byte)4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255, 13, 14, 15, 255);
        Vector128<byte> highest = default;
        ref byte packed = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), HeaderLength - 4);
        ref byte raised = ref MemoryMarshal.GetReference(registers[..HyperLogLog.RegisterCount]);
        for (nuint i = 0, at = 0; i < HyperLogLog.RegisterCount; i += 16, at += 12)
        {
            Vector128<uint> four = Vector128.Shuffle(Vector128.LoadUnsafe(ref packed, at), threes).AsUInt32();
            Vector128<byte> ranks = ((four & Vector128.Create(0x3fu))
                | ((four << 2) & Vector128.Create(0x3f00u))
                | ((four << 4) & Vector128.Create(0x3f0000u))
                | ((four << 6) & Vector128.Create(0x3f000000u))).AsByte();
            highest = Vector128.Max(highest, ranks);
            Vector128.Max(Vector128.LoadUnsafe(ref raised, i), ranks).StoreUnsafe(ref raised, i);
        }

        return Vector128.LessThanOrEqualAll(highest, Vector128.Create((byte)HyperLogLog.MaximalRank));
    }

    private static bool TryMergeSparse(ReadOnlySpan<byte> runs, HyperLogLog into)
    {
        int register = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            int length;
            byte rank = 0;
            if ((runs[i] & 0x80) != 0)
            {
                rank = (byte)(((runs[i] >> 2) & 0x1f) + 1);
                length = (runs[i] & 0x3) + 1;
            }
            else if ((runs[i] & 0x40) == 0)
            {
                length = runs[i] + 1;
            }
            else if (i + 1 < runs.Length)
            {
                length = (((runs[i] & 0x3f) << 8) | runs[i + 1]) + 1;
                i++;
            }
            else
            {
                return false;
            }

            if (register + length > HyperLogLog.RegisterCount)
            {
                return false;
            }

            int end = register + length;
            for (; rank > 0 && register < end; register++)
            {
                into.Raise(register, rank);
            }

            register = end;
        }

        return register == HyperLogLog.RegisterCount;
    }

    private static void WriteZeros(MemoryStream text, int length)
    {
        if (length > ShortRun)
        {
            text.WriteByte((byte)(0x40 | ((length - 1) >> 8)));
            text.WriteByte((byte)(length - 1));
        }
        else if (length > 0)
        {
            text.WriteByte((byte)(length - 1));
        }
    }
}
