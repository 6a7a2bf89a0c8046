using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ServicePing.Runtime.Aggregates;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Collection;

/// <summary>The values of one collection, one slot a metric. Different slots may be set at the same time.</summary>
internal sealed class Readings(IReadOnlyList<MetricPlan> metrics)
{
    private static readonly JsonElement HistogramFallback = JsonElement.Parse("""{"-1":-1}"""u8);

    private readonly MetricReading?[] _bySlot = new MetricReading?[metrics.Count];
    private readonly Failure?[] _failures = new Failure?[metrics.Count];

    internal MetricReading? this[int slot] => _bySlot[slot];

    /// <summary>Why a metric has no value; null where it has one.</summary>
    internal Failure? FailureOf(int slot) => _failures[slot];

    internal void Ok(int slot, MetricValue value, TimeSpan duration, string? message = null)
    {
        if (TryShape(value, metrics[slot].Shape, out MetricValue shaped, out string? problem))
        {
            Set(slot, shaped, ReadingStatus.Ok, message, duration);
        }
        else
        {
            Fail(slot, new Failure(ReadingStatus.Failed, problem, IsUnexpected: true), duration);
        }
    }

    /// <summary>Sets one metric; whatever goes wrong fails that metric alone.</summary>
    internal void Answer(int slot, Action set)
    {
        try
        {
            set();
        }
        catch (Exception exception)
        {
            Fail(slot, Failure.Of(exception));
        }
    }

    /// <summary>Adds a remark to a value.</summary>
    internal void Remark(int slot, string remark)
    {
        MetricReading reading = _bySlot[slot]!;
        _bySlot[slot] = reading with { Message = reading.Message is null ? remark : $"{reading.Message} {remark}" };
    }

    /// <summary>What the metadata of a ping says of a value that there is.</summary>
    internal void Export(int slot, string? remark) => _bySlot[slot] = _bySlot[slot]! with { ExportedError = remark ?? _bySlot[slot]!.ExportedError };

    /// <summary>Leaves the metric's key out of the payload.</summary>
    internal void LeaveOut(int slot, string reason) => Set(slot, MetricValue.Null, ReadingStatus.LeftOut, reason, TimeSpan.Zero);

    /// <summary>Says of a metric of a database that none was asked; the value is the documented -3.</summary>
    internal void NotQueried(int slot) => Set(
        slot, MetricValue.From(-3), ReadingStatus.NotQueried, "The value comes of a database, and this report asks none.", TimeSpan.Zero);

    /// <summary>Sets the documented fallback.</summary>
    /// <param name="slot">The metric's slot.</param>
    /// <param name="failure">Why there is no value.</param>
    /// <param name="duration">The time that was spent.</param>
    /// <param name="operation">What would have been computed from a database.</param>
    internal void Fail(int slot, Failure failure, TimeSpan duration = default, Operation? operation = null)
    {
        _failures[slot] = failure;
        Set(slot, FallbackOf(slot, failure, operation), failure.Status, failure.Message, duration);
    }

    /// <summary>Sets the size of a set.</summary>
    internal void Set(int slot, SetCount size, TimeSpan duration)
    {
        if (size.Failure is not null)
        {
            Fail(slot, size.Failure, duration);
        }
        else
        {
            Ok(slot, MetricValue.From(size.Count), duration, size.Message);
        }
    }

    private void Set(int slot, MetricValue value, ReadingStatus status, string? message, TimeSpan duration)
    {
        MetricPlan metric = metrics[slot];
        _bySlot[slot] = new MetricReading(metric.KeyPath, value, status, message, duration, metric.DataSource)
        {
            ExportedError = status == _failures[slot]?.Status ? _failures[slot]!.Exported : null,
        };
    }

    private MetricValue FallbackOf(int slot, Failure failure, Operation? operation) => (operation, metrics[slot].Shape) switch
    {
        _ when failure.Status == ReadingStatus.Deprecated => MetricValue.From(-1000),
        (Operation.Histogram, _) => MetricValue.From(HistogramFallback),
        (Operation.EstimateBatchDistinctCount, ValueShape.Double) when failure.IsUnexpected => MetricValue.From(-2d),
        (Operation.EstimateBatchDistinctCount, _) when failure.IsUnexpected => MetricValue.From(-2),
        (_, ValueShape.Text or ValueShape.Boolean) => MetricValue.Null,
        (_, ValueShape.Double) => MetricValue.From(-1d),
        (_, ValueShape.Decimal) => MetricValue.From(-1m),
        _ => MetricValue.From(-1),
    };

    /// <summary>Gives a value the type of its metric. No number is changed by that: one that does not fit is a failure.</summary>
    private static bool TryShape(MetricValue value, ValueShape shape, out MetricValue shaped, [NotNullWhen(false)] out string? problem)
    {
        shaped = value;
        problem = null;
        if (shape is ValueShape.Integer or ValueShape.Double or ValueShape.Decimal && value.Kind == MetricValueKind.Null)
        {
            problem = "The value is not a finite number.";
        }
        else if (shape == ValueShape.Integer && value.IsNumber)
        {
            problem = value.TryInt64(out long whole) ? null : "The value is not a whole number of 64 bits.";
            shaped = MetricValue.From(whole);
        }
        else if (shape == ValueShape.Decimal && value.Kind == MetricValueKind.Integer)
        {
            shaped = MetricValue.From(value.AsDecimal());
        }
        else if (shape == ValueShape.Decimal && value.Kind == MetricValueKind.Double)
        {
            problem = Math.Abs(value.AsDouble()) < (double)decimal.MaxValue ? null : "The value is too large for a decimal.";
        }
        else if (shape == ValueShape.Double && value.IsNumber)
        {
            // JSON has room for more digits than a double.
            shaped = value.TryDouble(out double real) ? MetricValue.From(real) : value;
        }

        return problem is null;
    }
}
