using System.Globalization;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>What one metric, or one group of it, has come to so far.</summary>
internal abstract class Accumulator
{
    /// <summary>The value; null where there is none, such as an average of nothing.</summary>
    internal abstract MetricValue Value { get; }

    internal static Accumulator Create(Operation operation, bool isInteger) => operation switch
    {
        Operation.Sum => new SumAccumulator(),
        Operation.Average => new AverageAccumulator(),
        Operation.DistinctCount or Operation.EstimateBatchDistinctCount when isInteger => new IntegerSet(),
        Operation.DistinctCount or Operation.EstimateBatchDistinctCount => new TextSet(),
        _ => new CountAccumulator(),
    };

    /// <summary>Takes what a row has from a column on.</summary>
    internal abstract void Add(NpgsqlDataReader row, int ordinal);

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

    internal override void Add(NpgsqlDataReader row, int ordinal) => Count += row.GetInt64(ordinal);

    internal override void Add(Accumulator other) => Count += ((CountAccumulator)other).Count;
}

/// <summary>A sum: exact, unless PostgreSQL itself adds up floating-point numbers.</summary>
internal sealed class SumAccumulator : Accumulator
{
    private decimal _exact;
    private double _real;
    private bool _isReal;

    internal override MetricValue Value => _isReal ? MetricValue.From(_real) : MetricValue.From(_exact);

    internal override void Add(NpgsqlDataReader row, int ordinal)
    {
        if (row.IsDBNull(ordinal))
        {
            return;
        }

        if (row.GetFieldType(ordinal) == typeof(double) || row.GetFieldType(ordinal) == typeof(float))
        {
            _real += row.GetDouble(ordinal);
            _isReal = true;
        }
        else
        {
            _exact = Addition.Exact(_exact, row.GetDecimal(ordinal));
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

    internal override MetricValue Value => (_count, _sum.Value) switch
    {
        (0, _) => MetricValue.Null,
        (_, { Kind: MetricValueKind.Double } sum) => MetricValue.From(sum.AsDouble() / _count),
        (_, var sum) => MetricValue.From((double)(sum.AsDecimal() / _count)),
    };

    internal override void Add(NpgsqlDataReader row, int ordinal)
    {
        _sum.Add(row, ordinal);
        _count += row.GetInt64(ordinal + 1);
    }

    internal override void Add(Accumulator other)
    {
        AverageAccumulator average = (AverageAccumulator)other;
        _sum.Add(average._sum);
        _count += average._count;
    }
}

/// <summary>Different whole numbers.</summary>
internal sealed class IntegerSet : Accumulator
{
    private readonly HashSet<long> _values = [];

    internal override MetricValue Value => MetricValue.From((long)_values.Count);

    internal override void Add(NpgsqlDataReader row, int ordinal) => _values.Add(row.GetInt64(ordinal));

    internal override void Add(Accumulator other) => _values.UnionWith(((IntegerSet)other)._values);

    // As the identifiers of events are: a user counts as the same in the database and in Redis.
    internal override void AddTo(HyperLogLog sketch)
    {
        Span<byte> digits = stackalloc byte[20];
        foreach (long value in _values)
        {
            value.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
            sketch.Add(digits[..length]);
        }
    }
}

/// <summary>Different values by their canonical text.</summary>
internal sealed class TextSet : Accumulator
{
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    internal override MetricValue Value => MetricValue.From((long)_values.Count);

    internal override void Add(NpgsqlDataReader row, int ordinal) => _values.Add(row.GetString(ordinal));

    internal override void Add(Accumulator other) => _values.UnionWith(((TextSet)other)._values);

    internal override void AddTo(HyperLogLog sketch)
    {
        foreach (string value in _values)
        {
            sketch.Add(value);
        }
    }
}
