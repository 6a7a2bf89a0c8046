using Npgsql;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>How many rows each number has, for a percentile.</summary>
internal sealed class RankedNumbers : Accumulator
{
    // An entry of a dictionary and its bucket.
    private const long BytesOfEntry = 56;

    private readonly Dictionary<ServerNumber, long> _rows = [];

    internal override bool IsEmpty => _rows.Count == 0;

    internal override MetricValue Value => MetricValue.From(_rows.Count);

    internal override long Bytes => _rows.Capacity * BytesOfEntry;

    /// <summary>Takes a number, and how many rows have it.</summary>
    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal)
    {
        if (ServerNumber.Read(row, ordinal) is { } number)
        {
            Add(number, row.GetInt64(otherOrdinal));
        }
    }

    internal override void Add(Accumulator other)
    {
        foreach ((ServerNumber number, long rows) in ((RankedNumbers)other)._rows)
        {
            Add(number, rows);
        }
    }

    /// <summary>The first number in their order that so many in a hundred rows do not exceed, as <c>percentile_disc</c> reckons; null for no rows.</summary>
    internal MetricValue At(long percentile)
    {
        double all = _rows.Values.Sum();
        double rank = Math.Ceiling(percentile / 100.0 * all);
        long seen = 0;
        foreach ((ServerNumber number, long rows) in _rows.OrderBy(row => row.Key))
        {
            seen += rows;
            if (seen >= rank)
            {
                return number.Value;
            }
        }

        return MetricValue.Null;
    }

    private void Add(ServerNumber number, long rows) => _rows[number] = _rows.GetValueOrDefault(number) + rows;
}
