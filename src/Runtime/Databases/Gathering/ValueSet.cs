using System.Runtime.CompilerServices;
using Npgsql;

namespace ServicePing;

/// <summary>
/// Different values by 128 bits of hash each, which the server computes as its own equality demands. An open table: 20 to 30 bytes a
/// value. With n values the chance that any two of them are taken for one is about n² in 10³⁹.
/// </summary>
internal sealed class ValueSet : ValueAccumulator
{
    private const int FirstCapacity = 16;
    private const double MostFilled = 0.8;
    private const double Growth = 1.5;

    // Nothing, in the table; the hash of nothing stands beside it.
    private UInt128[] _table = new UInt128[FirstCapacity];
    private bool _hasZero;
    private int _inTable;

    internal long Count => _inTable + (_hasZero ? 1 : 0);

    internal override MetricValue Value => MetricValue.From(Count);

    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal) =>
        Add(Hash(row.GetInt64(ordinal), row.GetInt64(otherOrdinal)));

    internal override void Add(ReadOnlySpan<long> values)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            Add(Hash(values[i], values[i + 1]));
        }
    }

    internal override void Add(Accumulator other)
    {
        ValueSet set = (ValueSet)other;
        _hasZero |= set._hasZero;
        foreach (UInt128 hash in set._table)
        {
            if (hash != UInt128.Zero)
            {
                Add(hash);
            }
        }
    }

    internal void Add(UInt128 hash)
    {
        if (hash == UInt128.Zero)
        {
            _hasZero = true;
            return;
        }

        int place = Place(hash);
        while (_table[place] != UInt128.Zero)
        {
            if (_table[place] == hash)
            {
                return;
            }

            place = place + 1 < _table.Length ? place + 1 : 0;
        }

        _table[place] = hash;
        if (++_inTable > _table.Length * MostFilled)
        {
            Grow();
        }
    }

    private static UInt128 Hash(long first, long second) => new((ulong)first, (ulong)second);

    /// <summary>The lower half chooses the place, as a fraction of the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(UInt128 hash) => (int)Math.BigMul((ulong)hash, (ulong)_table.Length, out _);

    private void Grow()
    {
        UInt128[] full = _table;
        _table = new UInt128[(int)Math.Min(Array.MaxLength, full.Length * Growth)];
        _inTable = 0;
        foreach (UInt128 hash in full)
        {
            if (hash != UInt128.Zero)
            {
                Add(hash);
            }
        }
    }
}
