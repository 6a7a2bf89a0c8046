using System.Text.Json;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>The values of one collection, one slot a metric. Different slots may be set at the same time.</summary>
internal sealed class Readings(IReadOnlyList<MetricPlan> metrics)
{
    private static readonly JsonElement HistogramFallback = JsonElement.Parse("""{"-1":-1}"""u8);

    private readonly MetricReading?[] _bySlot = new MetricReading?[metrics.Count];

    internal MetricReading? this[int slot] => _bySlot[slot];

    internal void Ok(int slot, MetricValue value, TimeSpan duration, string? message = null)
    {
        try
        {
            Set(slot, Shaped(value, metrics[slot].Shape), ReadingStatus.Ok, message, duration);
        }
        catch (OverflowException exception)
        {
            Fail(slot, Failure.Of(exception), duration);
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

    /// <summary>Leaves the metric's key out of the payload.</summary>
    internal void LeaveOut(int slot, string reason) => Set(slot, MetricValue.Null, ReadingStatus.LeftOut, reason, TimeSpan.Zero);

    /// <summary>Sets the documented fallback.</summary>
    /// <param name="slot">The metric's slot.</param>
    /// <param name="failure">Why there is no value.</param>
    /// <param name="duration">The time that was spent.</param>
    /// <param name="operation">What would have been computed from a database.</param>
    internal void Fail(int slot, Failure failure, TimeSpan duration = default, Operation? operation = null) =>
        Set(slot, FallbackOf(slot, failure, operation), failure.Status, failure.Message, duration);

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
        _bySlot[slot] = new MetricReading(metric.KeyPath, value, status, message, duration, metric.DataSource);
    }

    private MetricValue FallbackOf(int slot, Failure failure, Operation? operation) => (operation, metrics[slot].Shape) switch
    {
        _ when failure.Status == ReadingStatus.Deprecated => MetricValue.From(-1000),
        (Operation.Histogram, _) => MetricValue.From(HistogramFallback),
        (Operation.EstimateBatchDistinctCount, _) when failure.IsUnexpected => Shaped(MetricValue.From(-2), metrics[slot].Shape),
        (_, ValueShape.Text or ValueShape.Boolean) => MetricValue.Null,
        (_, var shape) => Shaped(MetricValue.From(-1), shape),
    };

    private static MetricValue Shaped(MetricValue value, ValueShape shape) => (shape, value.Kind) switch
    {
        (ValueShape.Integer, MetricValueKind.Decimal or MetricValueKind.Double) => MetricValue.From(value.AsInt64()),
        (ValueShape.Double, MetricValueKind.Integer or MetricValueKind.Decimal) => MetricValue.From(value.AsDouble()),
        (ValueShape.Decimal, MetricValueKind.Integer) => MetricValue.From(value.AsDecimal()),
        (ValueShape.Decimal, MetricValueKind.Double) when Math.Abs(value.AsDouble()) >= (double)decimal.MaxValue =>
            throw new OverflowException("The value is too large for a decimal."),
        _ => value,
    };
}

/// <summary>Why a metric has no value.</summary>
/// <param name="Status">What happened, in a word.</param>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="IsUnexpected">Whether it was an error of the program rather than an answer of a server.</param>
internal sealed record Failure(ReadingStatus Status, string Message, bool IsUnexpected = false)
{
    internal static Failure Of(Exception exception) => new(
        exception is TimeoutException ? ReadingStatus.TimedOut : ReadingStatus.Failed,
        exception.Message,
        IsUnexpected: true);
}
