using System.Globalization;
using System.Numerics;
using Npgsql;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>
/// Different whole numbers: bits where they lie close together, entries of a table where they do not. No number takes more than 32 bytes.
/// </summary>
internal sealed class IntegerSet : ValueAccumulator
{
    private const int FirstReview = 1 << 14;

    // A bitmap may take as many bits as so many entries of a table might.
    private const int BitsPerEntry = 256;
    private const long MostBits = int.MaxValue * 32L;

    // Spreads numbers that lie in a row over the table.
    private const ulong Spread = 0x9E37_79B9_7F4A_7C15;

    private OpenTable _sparse = new();
    private ulong[] _bits = [];
    private long _origin;
    private long _inBits;
    private int _nextReview = FirstReview;

    internal long Count => _inBits + _sparse.Count;

    internal override MetricValue Value => MetricValue.From(Count);

    internal override long Bytes => (_bits.Length * sizeof(ulong)) + _sparse.Bytes;

    internal void Add(long value)
    {
        ulong offset = unchecked((ulong)value - (ulong)_origin);
        if (offset >> 6 < (ulong)_bits.Length)
        {
            ref ulong word = ref _bits[offset >> 6];
            ulong bit = 1UL << (int)(offset & 63);
            _inBits += (word & bit) == 0 ? 1 : 0;
            word |= bit;
        }
        else
        {
            _sparse.Add(Key(value));
            if (_sparse.Count >= _nextReview)
            {
                Review();
            }
        }
    }

    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal) => Add(row.GetInt64(ordinal));

    internal override void Add(ReadOnlySpan<long> values)
    {
        foreach (long value in values)
        {
            Add(value);
        }
    }

    internal override void Add(Accumulator other)
    {
        foreach (long value in ((IntegerSet)other).Values())
        {
            Add(value);
        }
    }

    // As the identifiers of events are: a user counts as the same in the database and in Redis.
    internal override void AddTo(HyperLogLog sketch)
    {
        Span<byte> digits = stackalloc byte[20];
        foreach (long value in Values())
        {
            value.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
            sketch.Add(digits[..length]);
        }
    }

    internal IEnumerable<long> Values()
    {
        for (int i = 0; i < _bits.Length; i++)
        {
            for (ulong word = _bits[i]; word != 0; word &= word - 1)
            {
                yield return _origin + ((long)i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }

        foreach (UInt128 key in _sparse.Keys)
        {
            yield return Number(key);
        }
    }

    /// <summary>A number, and below it what chooses its place.</summary>
    private static UInt128 Key(long value) => new((ulong)value, ((ulong)value + 1) * Spread);

    private static long Number(UInt128 key) => (long)(ulong)(key >> 64);

    /// <summary>Widens the bitmap to the middle of what is in the hash set, if that pays; far outliers stay.</summary>
    private void Review()
    {
        long[] ordered = [.. _sparse.Keys.Select(Number)];
        Array.Sort(ordered);
        int outliers = ordered.Length / 16;
        Int128 low = ordered[outliers];
        Int128 high = ordered[^(outliers + 1)];
        if (_bits.Length > 0)
        {
            low = Int128.Min(low, _origin);
            high = Int128.Max(high, (Int128)_origin + ((long)_bits.Length << 6) - 1);
        }

        // Twice as wide as needed, so that ids that go on growing meet a bitmap.
        Int128 span = high - low + 1;
        Int128 bits = Int128.Min(span * 2, Int128.Min((Int128)Count * BitsPerEntry, (Int128)long.MaxValue - low));
        if (span <= bits && bits <= MostBits)
        {
            Rebase((long)low & ~63L, (long)((bits >> 6) + 2));
        }

        _nextReview = Math.Max(FirstReview, _sparse.Count * 2);
    }

    private void Rebase(long origin, long words)
    {
        ulong[] bits = new ulong[words];
        if (_bits.Length > 0)
        {
            _bits.CopyTo(bits, (_origin - origin) >> 6);
        }

        _bits = bits;
        _origin = origin;

        OpenTable candidates = _sparse;
        _sparse = new OpenTable();
        foreach (UInt128 key in candidates.Keys)
        {
            Add(Number(key));
        }
    }
}
