using System.Diagnostics.CodeAnalysis;

namespace ServicePing.Runtime.Values;

/// <summary>Divides values, as <c>ratio</c> does: both as the nearest floating-point numbers, so that plain SQL over <c>double precision</c> gives the same.</summary>
internal static class Division
{
    internal static bool TryDivide(
        MetricValue numerator, MetricValue denominator, out MetricValue quotient, [NotNullWhen(false)] out Failure? failure)
    {
        quotient = default;
        failure = !numerator.IsNumber || !denominator.IsNumber ? Failed("A part is not a number.")
            : numerator.AsDouble() < 0 || denominator.AsDouble() < 0 ? Failed("A part is negative.")
            : denominator.AsDouble() == 0 ? new Failure(ReadingStatus.NoData, "The denominator is 0.")
            : null;
        if (failure is not null)
        {
            return false;
        }

        double divided = numerator.AsDouble() / denominator.AsDouble();
        failure = !double.IsFinite(divided) ? Failed("The quotient is too large for a floating-point number.")
            : divided == 0 && numerator.AsDouble() != 0 ? Failed("The quotient is too small for a floating-point number.")
            : null;
        quotient = MetricValue.From(divided);
        return failure is null;
    }

    private static Failure Failed(string problem) => new(ReadingStatus.Failed, problem);
}
