using Npgsql;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>What one metric, or one group of it, has come to so far.</summary>
internal abstract class Accumulator
{
    /// <summary>The value; null where there is none, such as an average of nothing.</summary>
    internal abstract MetricValue Value { get; }

    /// <summary>Whether there was nothing that a value could be made of.</summary>
    internal virtual bool IsEmpty => false;

    /// <summary>Whether nothing that is still to come changes the value.</summary>
    internal virtual bool IsSettled => false;

    /// <summary>How much memory different values take; nothing where none are kept.</summary>
    internal virtual long Bytes => 0;

    /// <summary>One that has seen nothing.</summary>
    internal static Accumulator Of(AccumulatorKind kind) => kind switch
    {
        AccumulatorKind.Sum => new SumAccumulator(),
        AccumulatorKind.Average => new AverageAccumulator(),
        AccumulatorKind.Largest => new ExtremeAccumulator(isLargest: true),
        AccumulatorKind.Smallest => new ExtremeAccumulator(isLargest: false),
        AccumulatorKind.Existence => new ExistenceAccumulator(),
        AccumulatorKind.RankedNumbers => new RankedNumbers(),
        AccumulatorKind.Integers => new IntegerSet(),
        AccumulatorKind.Hashes => new ValueSet(),
        AccumulatorKind.Sketch => new SketchAccumulator(),
        AccumulatorKind.CountedValues => new CountedValues(),
        _ => new CountAccumulator(),
    };

    /// <summary>Takes what a row has in a column, an average the number of values and a hash its second half from another.</summary>
    internal abstract void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal);

    /// <summary>Adds the different values to a sketch; nothing where none are kept.</summary>
    internal virtual void AddTo(HyperLogLog sketch)
    {
    }

    /// <summary>Takes what another accumulator of the same kind has come to.</summary>
    internal abstract void Add(Accumulator other);
}

/// <summary>A number of rows.</summary>
internal sealed class CountAccumulator : Accumulator
{
    internal long Count { get; private set; }

    internal override MetricValue Value => MetricValue.From(Count);

    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal) => Count += row.GetInt64(ordinal);

    internal override void Add(Accumulator other) => Count += ((CountAccumulator)other).Count;
}

/// <summary>A sum: exact, unless PostgreSQL itself adds up floating-point numbers.</summary>
internal sealed class SumAccumulator : Accumulator
{
    private decimal _exact;
    private double _real;
    private bool _isReal;

    internal override MetricValue Value => _isReal ? MetricValue.From(_real) : MetricValue.From(_exact);

    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal)
    {
        if (row.IsDBNull(ordinal))
        {
            return;
        }

        Type type = row.GetFieldType(ordinal);
        if (type == typeof(double) || type == typeof(float))
        {
            _real += type == typeof(double) ? row.GetDouble(ordinal) : row.GetFloat(ordinal);
            _isReal = true;
        }
        else
        {
            _exact = Addition.Exact(_exact, type == typeof(long) ? row.GetInt64(ordinal) : row.GetDecimal(ordinal));
        }
    }

    internal override void Add(Accumulator other)
    {
        SumAccumulator sum = (SumAccumulator)other;
        _exact = Addition.Exact(_exact, sum._exact);
        _real += sum._real;
        _isReal |= sum._isReal;
    }
}

/// <summary>An average, as a sum and the number of what was added.</summary>
internal sealed class AverageAccumulator : Accumulator
{
    private readonly SumAccumulator _sum = new();
    private long _count;

    internal override bool IsEmpty => _count == 0;

    internal override MetricValue Value => (_count, _sum.Value) switch
    {
        (0, _) or (_, { Kind: MetricValueKind.Null }) => MetricValue.Null,
        (_, { Kind: MetricValueKind.Double } sum) => MetricValue.From(sum.AsDouble() / _count),
        (_, var sum) => MetricValue.From((double)(sum.AsDecimal() / _count)),
    };

    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal)
    {
        _sum.Add(row, ordinal, otherOrdinal);
        _count += row.GetInt64(otherOrdinal);
    }

    internal override void Add(Accumulator other)
    {
        AverageAccumulator average = (AverageAccumulator)other;
        _sum.Add(average._sum);
        _count += average._count;
    }
}

/// <summary>Whether there is a row.</summary>
internal sealed class ExistenceAccumulator : Accumulator
{
    private bool _isSeen;

    internal override MetricValue Value => MetricValue.From(_isSeen);

    internal override bool IsSettled => _isSeen;

    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal) => _isSeen |= row.GetInt64(ordinal) > 0;

    internal override void Add(Accumulator other) => _isSeen |= ((ExistenceAccumulator)other)._isSeen;
}

/// <summary>Different values, which may come as 64-bit numbers.</summary>
internal abstract class ValueAccumulator : Accumulator
{
    /// <summary>Takes whole numbers, or hashes of two halves each.</summary>
    internal abstract void Add(ReadOnlySpan<long> values);
}

/// <summary>About how many different values, by the first halves of their hashes.</summary>
internal sealed class SketchAccumulator : ValueAccumulator
{
    private readonly HyperLogLog _sketch = new();

    internal override MetricValue Value => MetricValue.From(_sketch.Count());

    internal override long Bytes => _sketch.Bytes;

    internal override void Add(NpgsqlDataReader row, int ordinal, int otherOrdinal) => Add(row.GetInt64(ordinal));

    internal override void Add(ReadOnlySpan<long> values)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            Add(values[i]);
        }
    }

    internal override void Add(Accumulator other) => _sketch.Merge(((SketchAccumulator)other)._sketch);

    private void Add(long hash)
    {
        (int register, byte rank) = HyperLogLog.Locate((ulong)hash);
        _sketch.Raise(register, rank);
    }
}

/// <summary>How the values of a fragment are gathered.</summary>
internal enum AccumulatorKind
{
    /// <summary>Numbers of rows, or of different values where slices share none.</summary>
    Count,

    /// <summary>Sums.</summary>
    Sum,

    /// <summary>Sums and numbers of what was added.</summary>
    Average,

    /// <summary>Largest numbers.</summary>
    Largest,

    /// <summary>Smallest numbers.</summary>
    Smallest,

    /// <summary>Whether there are rows.</summary>
    Existence,

    /// <summary>How many rows each number has, in their order.</summary>
    RankedNumbers,

    /// <summary>Different whole numbers.</summary>
    Integers,

    /// <summary>Different values, by their hashes.</summary>
    Hashes,

    /// <summary>A sketch of different values, by their hashes.</summary>
    Sketch,

    /// <summary>How many rows each value has.</summary>
    CountedValues,
}

/// <summary>Which kind an operation needs.</summary>
internal static class AccumulatorKinds
{
    internal static AccumulatorKind Of(QueryFragment fragment) => fragment.Operation switch
    {
        Operation.Sum => AccumulatorKind.Sum,
        Operation.Average => AccumulatorKind.Average,
        Operation.Max => AccumulatorKind.Largest,
        Operation.Min => AccumulatorKind.Smallest,
        Operation.Exists => AccumulatorKind.Existence,
        Operation.Percentile => AccumulatorKind.RankedNumbers,
        Operation.Histogram => AccumulatorKind.CountedValues,
        _ => AccumulatorKind.Count,
    };

    /// <summary>How different values are gathered: an estimate of whole numbers is computed exactly.</summary>
    internal static AccumulatorKind OfDistinct(QueryFragment fragment, bool isInteger) => fragment switch
    {
        _ when isInteger => AccumulatorKind.Integers,
        { Operation: Operation.EstimateBatchDistinctCount } => AccumulatorKind.Sketch,
        _ => AccumulatorKind.Hashes,
    };
}
