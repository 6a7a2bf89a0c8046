using Npgsql;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>
/// Different values by 128 bits of hash each, which the server computes as its own equality demands. With n values the chance that any two
/// of them are taken for one is about n² in 10³⁹.
/// </summary>
internal sealed class ValueSet : ValueAccumulator
{
    private readonly OpenTable _hashes = new();

    internal override MetricValue Value => MetricValue.From(_hashes.Count);

    internal override long Bytes => _hashes.Bytes;

    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal) =>
        _hashes.Add(Hash(row.GetInt64(ordinal), row.GetInt64(otherOrdinal)));

    internal override void Add(ReadOnlySpan<long> values)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            _hashes.Add(Hash(values[i], values[i + 1]));
        }
    }

    internal override void Add(Accumulator other) => _hashes.Add(((ValueSet)other)._hashes);

    /// <summary>The two halves of a hash, as one.</summary>
    private static UInt128 Hash(long first, long second) => new((ulong)first, (ulong)second);
}
