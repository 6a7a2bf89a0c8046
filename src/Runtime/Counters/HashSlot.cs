using System.Globalization;
using System.Text;

namespace ServicePing.Runtime.Counters;

/// <summary>Which of the 16,384 slots of a Redis Cluster a key belongs to.</summary>
internal static class HashSlot
{
    internal const int Count = 16_384;

    private static readonly ushort[] Table = CreateTable();
    private static readonly Lazy<string[]> Tags = new(CreateTags);

    /// <summary>The slot of a key: that of the text between its first <c>{</c> and the next <c>}</c> where there is one.</summary>
    internal static int Of(string key)
    {
        int open = key.IndexOf('{', StringComparison.Ordinal);
        int close = open < 0 ? -1 : key.IndexOf('}', open);
        return SlotOf(close > open + 1 ? key.AsSpan(open + 1, close - open - 1) : key);
    }

    /// <summary>A text that, between braces, puts a key into a slot.</summary>
    internal static string Tag(int slot) => Tags.Value[slot];

    private static int SlotOf(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = text.Length <= 128 ? stackalloc byte[512] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        ushort crc = 0;
        foreach (byte one in bytes[..Encoding.UTF8.GetBytes(text, bytes)])
        {
            crc = (ushort)((crc << 8) ^ Table[(crc >> 8) ^ one]);
        }

        return crc % Count;
    }

    /// <summary>CRC-16/XMODEM, as the cluster specification has it.</summary>
    private static ushort[] CreateTable()
    {
        ushort[] table = new ushort[256];
        for (int i = 0; i < table.Length; i++)
        {
            ushort crc = (ushort)(i << 8);
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (ushort)((crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021);
            }

            table[i] = crc;
        }

        return table;
    }

    /// <summary>The smallest number that belongs to each slot.</summary>
    private static string[] CreateTags()
    {
        string[] tags = new string[Count];
        for (int number = 0, missing = Count; missing > 0; number++)
        {
            string tag = number.ToString(CultureInfo.InvariantCulture);
            ref string known = ref tags[SlotOf(tag)];
            missing -= known is null ? 1 : 0;
            known ??= tag;
        }

        return tags;
    }
}
