using Npgsql;
using ServicePing.Runtime.Labels;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>What the groups of a fragment have come to, and how much memory that takes; what is not grouped is one group.</summary>
/// <param name="kind">How values are gathered.</param>
internal sealed class GroupValues(AccumulatorKind kind)
{
    // An entry of a dictionary, an array of texts, an accumulator.
    private const long BytesOfGroup = 160;

    private readonly Dictionary<GroupPath, Accumulator> _groups = [];

    internal IReadOnlyDictionary<GroupPath, Accumulator> Groups => _groups;

    /// <summary>How much memory is taken.</summary>
    internal long Bytes { get; private set; }

    /// <summary>What all rows have come to that are not grouped.</summary>
    internal Accumulator All => Of(GroupPath.All);

    internal void Add(GroupPath group, NpgsqlDataReader? row, int ordinal, int otherOrdinal)
    {
        Accumulator accumulator = Of(group);
        if (row is null)
        {
            return;
        }

        long before = accumulator.Bytes;
        accumulator.Add(row, ordinal, otherOrdinal);
        Bytes += accumulator.Bytes - before;
    }

    /// <summary>Adds whole numbers, or halves of hashes, that are not grouped.</summary>
    internal void Add(ReadOnlySpan<long> values)
    {
        ValueAccumulator accumulator = (ValueAccumulator)All;
        long before = accumulator.Bytes;
        accumulator.Add(values);
        Bytes += accumulator.Bytes - before;
    }

    internal void Add(GroupValues other)
    {
        foreach ((GroupPath group, Accumulator added) in other._groups)
        {
            Accumulator accumulator = Of(group);
            long before = accumulator.Bytes;
            accumulator.Add(added);
            Bytes += accumulator.Bytes - before;
        }
    }

    /// <summary>Gives all memory back.</summary>
    internal void Clear()
    {
        _groups.Clear();
        _groups.TrimExcess();
        Bytes = 0;
    }

    private Accumulator Of(GroupPath group)
    {
        if (!_groups.TryGetValue(group, out Accumulator? accumulator))
        {
            accumulator = Accumulator.Of(kind);
            _groups.Add(group, accumulator);
            Bytes += BytesOfGroup + group.Bytes + accumulator.Bytes;
        }

        return accumulator;
    }
}
