using Npgsql;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>The largest number, or the smallest, in the order of the server: NaN is above all others.</summary>
internal sealed class ExtremeAccumulator(bool isLargest) : Accumulator
{
    private ServerNumber? _extreme;

    internal override bool IsEmpty => _extreme is null;

    internal override MetricValue Value => _extreme?.Value ?? MetricValue.Null;

    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal) => Add(ServerNumber.Read(row, ordinal));

    internal override void Add(Accumulator other) => Add(((ExtremeAccumulator)other)._extreme);

    private void Add(ServerNumber? number)
    {
        if (number is { } one && (_extreme is not { } before || (one.CompareTo(before) > 0) == isLargest))
        {
            _extreme = one;
        }
    }
}
