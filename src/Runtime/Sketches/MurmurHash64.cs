using System.Buffers.Binary;

namespace ServicePing;

/// <summary>MurmurHash64A with the seed of Redis's HyperLogLog: the same bytes have the same hash in every process, ours or Redis's.</summary>
internal static class MurmurHash64
{
    private const ulong Seed = 0xadc83b19;
    private const ulong Multiplier = 0xc6a4a7935bd1e995;

    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            ulong hash = Seed ^ ((ulong)bytes.Length * Multiplier);
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes) * Multiplier;
                hash = (hash ^ ((word ^ (word >> 47)) * Multiplier)) * Multiplier;
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

            hash = (hash ^ (hash >> 47)) * Multiplier;
            return hash ^ (hash >> 47);
        }
    }
}
