using System.Buffers.Binary;
using System.Security.Cryptography;
using ServicePing.Runtime.Counters;

namespace ServicePing.Runtime.Events.Spooling;

/// <summary>
/// How a spool is written: a name, the writer and their checksum, then records, each with its length and a checksum. What a process wrote
/// last may be torn: reading ends before the first record that is not whole.
/// </summary>
internal static class SpoolFormat
{
    internal const int HeaderLength = 8 + 16 + ChecksumLength;

    private const int ChecksumLength = 8;
    private const int PrefixLength = sizeof(int) + ChecksumLength;

    private enum Kind : byte
    {
        Tracked = 1,
        Settled,
    }

    private enum WriteKind : byte
    {
        Count = 1,
        Amount,
        Registers,
        Field,
    }

    // The last letter is the version.
    private static ReadOnlySpan<byte> Name => "SPspool1"u8;

    internal static byte[] Header(Guid writer) => [.. Name, .. writer.ToByteArray(), .. Checksum([.. Name, .. writer.ToByteArray()])];

    /// <summary>Who has written a spool; null where it is none, or one of a later version.</summary>
    internal static Guid? WriterOf(ReadOnlySpan<byte> content) =>
        content.Length >= HeaderLength
        && content.StartsWith(Name)
        && Checksum(content[..(HeaderLength - ChecksumLength)]).AsSpan().SequenceEqual(content[(HeaderLength - ChecksumLength)..HeaderLength])
            ? new Guid(content[8..24])
            : null;

    internal static byte[] Encode(SpoolRecord record)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(new byte[PrefixLength]);
        writer.Write((byte)(record is SpoolRecord.Settled ? Kind.Settled : Kind.Tracked));
        writer.Write(record.Flush);
        writer.Write(record.At.Ticks);
        if (record is SpoolRecord.Tracked tracked)
        {
            writer.Write(tracked.Writes.Count);
            foreach ((int i, CounterWrite write) in tracked.Writes.Index())
            {
                writer.Write(tracked.Moves[i]);
                Encode(write, writer);
            }
        }

        writer.Flush();
        byte[] content = stream.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(content, content.Length - PrefixLength);
        Checksum(content.AsSpan(PrefixLength)).CopyTo(content.AsSpan(sizeof(int)));
        return content;
    }

    /// <summary>The records that are whole, and where they end.</summary>
    internal static (IReadOnlyList<SpoolRecord> Records, int Length) Decode(byte[] content)
    {
        List<SpoolRecord> records = [];
        int at = HeaderLength;
        while (content.Length - at > PrefixLength
            && BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(at)) is var length
            && length > 0 && length <= content.Length - at - PrefixLength
            && Checksum(content.AsSpan(at + PrefixLength, length)).AsSpan().SequenceEqual(content.AsSpan(at + sizeof(int), ChecksumLength)))
        {
            records.Add(Decode(new BinaryReader(new MemoryStream(content, at + PrefixLength, length))));
            at += PrefixLength + length;
        }

        return (records, at);
    }

    private static SpoolRecord Decode(BinaryReader reader)
    {
        Kind kind = (Kind)reader.ReadByte();
        long flush = reader.ReadInt64();
        DateTime at = new(reader.ReadInt64(), DateTimeKind.Utc);
        if (kind == Kind.Settled)
        {
            return new SpoolRecord.Settled(flush, at);
        }

        int count = reader.ReadInt32();
        List<CounterWrite> writes = [];
        List<long> moves = [];
        for (int i = 0; i < count; i++)
        {
            moves.Add(reader.ReadInt64());
            writes.Add(DecodeWrite(reader));
        }

        return new SpoolRecord.Tracked(flush, at, writes, moves);
    }

    private static void Encode(CounterWrite write, BinaryWriter writer)
    {
        writer.Write((byte)(write switch
        {
            CounterWrite.Count => WriteKind.Count,
            CounterWrite.Amount => WriteKind.Amount,
            CounterWrite.Registers => WriteKind.Registers,
            CounterWrite.Field => WriteKind.Field,
            _ => throw new NotSupportedException(write.GetType().Name),
        }));
        writer.Write(write.Key);
        writer.Write(write.Lifetime?.Ticks ?? 0);
        switch (write)
        {
            case CounterWrite.Count count:
                writer.Write(count.By);
                break;
            case CounterWrite.Amount amount:
                writer.Write(amount.By);
                break;
            case CounterWrite.Registers registers:
                writer.Write(registers.Dense.Length);
                writer.Write(registers.Dense);
                break;
            case CounterWrite.Field field:
                writer.Write(field.Value.ToString());
                writer.Write(field.By);
                writer.Write(field.Most);
                break;
        }
    }

    private static CounterWrite DecodeWrite(BinaryReader reader)
    {
        WriteKind kind = (WriteKind)reader.ReadByte();
        string key = reader.ReadString();
        TimeSpan? lifetime = reader.ReadInt64() is var ticks && ticks == 0 ? null : TimeSpan.FromTicks(ticks);
        return kind switch
        {
            WriteKind.Count => new CounterWrite.Count(key, lifetime, reader.ReadInt64()),
            WriteKind.Amount => new CounterWrite.Amount(key, lifetime, reader.ReadDouble()),
            WriteKind.Registers => new CounterWrite.Registers(key, lifetime, reader.ReadBytes(reader.ReadInt32())),
            _ => new CounterWrite.Field(key, lifetime, reader.ReadString(), reader.ReadInt64(), reader.ReadInt32()),
        };
    }

    private static byte[] Checksum(ReadOnlySpan<byte> content) => SHA256.HashData(content)[..ChecksumLength];
}
