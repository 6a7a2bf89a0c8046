using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServicePing.Runtime.Sketches;

/// <summary>MurmurHash64A with the seed of Redis's HyperLogLog: the same bytes have the same hash in every process, ours or Redis's.</summary>
internal static class MurmurHash64
{
    /// <summary>The largest number that <see cref="OfDigits"/> takes.</summary>
    internal const uint LargestDigits = 99_999_999;

    private const ulong Seed = 0xadc83b19;
    private const ulong Multiplier = 0xc6a4a7935bd1e995;
    private const ulong EightZeros = 0x3030_3030_3030_3030;

    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            ulong hash = Seed ^ ((ulong)bytes.Length * Multiplier);
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            }

            if (!bytes.IsEmpty)
            {
                ulong rest = 0;
                for (int i = 0; i < bytes.Length; i++)
                {
                    rest |= (ulong)bytes[i] << (8 * i);
                }

                hash = (hash ^ rest) * Multiplier;
            }

            return Finish(hash);
        }
    }

    /// <summary>The hash of the text of a number of up to eight digits, which are made side by side in one word, without memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong OfDigits(uint number)
    {
        unchecked
        {
            // Each step divides all parts side by side, and puts what remains of a part into the upper half of its place: for parts n of
            // quotient q, (n - 100 q) << 16 | q is (n << 16) - q ((100 << 16) - 1).
            ulong upper = number / 10_000;
            ulong halves = ((ulong)number << 32) - (upper * ((10_000UL << 32) - 1));
            ulong hundreds = ((halves * 10_486) >> 20) & 0x7f_0000_007f;
            ulong pairs = (halves << 16) - (hundreds * ((100UL << 16) - 1));
            ulong tens = ((pairs * 103) >> 10) & 0x000f_000f_000f_000f;
            ulong digits = (pairs << 8) - (tens * ((10UL << 8) - 1));

            // The last digit stays, also where it is 0.
            int skippedBits = BitOperations.TrailingZeroCount(digits | (1UL << 63)) & ~7;
            ulong text = (digits | EightZeros) >> skippedBits;
            ulong hash = Seed ^ ((ulong)(uint)(8 - (skippedBits >> 3)) * Multiplier);
            return Finish(skippedBits == 0 ? Mix(hash, text) : (hash ^ text) * Multiplier);
        }
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        unchecked
        {
            word *= Multiplier;
            return (hash ^ ((word ^ (word >> 47)) * Multiplier)) * Multiplier;
        }
    }

    private static ulong Finish(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 47)) * Multiplier;
            return hash ^ (hash >> 47);
        }
    }
}
