using System.Buffers.Binary;
using Npgsql;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>How many rows each value has, by 128 bits of hash each, for a histogram.</summary>
internal sealed class CountedValues : Accumulator
{
    private readonly OpenTable _rows = new(isCounted: true);

    internal IEnumerable<int> Counts => _rows.Times;

    internal override MetricValue Value => MetricValue.From(_rows.Count);

    internal override long Bytes => _rows.Bytes;

    /// <summary>Takes the hash of a value, 16 bytes, the most significant first, and how many rows have it.</summary>
    /// <exception cref="OverflowException">Too many rows have a value to be counted: 2³¹.</exception>
    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal) =>
        _rows.Add(BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(ordinal)), checked((int)row.GetInt64(otherOrdinal)));

    internal override void Add(Accumulator other) => _rows.Add(((CountedValues)other)._rows);
}
