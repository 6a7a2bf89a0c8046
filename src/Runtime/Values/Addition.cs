using System.Diagnostics.CodeAnalysis;

namespace ServicePing.Runtime.Values;

/// <summary>Adds values up, as <c>add</c> does: no part is 0, and a negative part spoils the sum.</summary>
internal static class Addition
{
    /// <summary>The exact sum.</summary>
    /// <exception cref="OverflowException">The sum has more digits than a decimal, which would round it silently.</exception>
    internal static decimal Exact(decimal left, decimal right)
    {
        decimal sum = left + right;
        return sum.Scale >= Math.Max(left.Scale, right.Scale)
            ? sum
            : throw new OverflowException("The sum has more digits than a decimal holds.");
    }

    /// <summary>Why there is no sum. The problem may quote a part, which is no part of what leaves the instance.</summary>
    internal static Failure FailureOf(string problem) =>
        new(ReadingStatus.Failed, problem) { ExportReason = "Its parts cannot be added." };

    internal static bool TryAdd(IReadOnlyList<MetricValue> parts, out MetricValue total, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            return TryAddNumbers(parts, out total, out problem);
        }
        catch (OverflowException exception)
        {
            total = default;
            problem = exception.Message;
            return false;
        }
    }

    private static bool TryAddNumbers(
        IReadOnlyList<MetricValue> parts,
        out MetricValue total,
        [NotNullWhen(false)] out string? problem)
    {
        total = default;
        problem =
            !parts.All(part => part.IsNumber) ? "A part is not a number."
            : parts.Any(part => part.AsDouble() < 0) ? "A part is negative."
            : null;
        if (problem is not null)
        {
            return false;
        }

        bool isReal = parts.Any(part => part.Kind == MetricValueKind.Double);
        if (!isReal || parts.All(IsWhole))
        {
            decimal exact = parts.Aggregate(0m, (sum, part) => Exact(sum, part.AsDecimal()));
            total = MetricValue.From(exact);
            return true;
        }

        double real = 0;
        foreach (MetricValue part in parts)
        {
            if (!part.TryDouble(out double added))
            {
                problem = $"{part} has more digits than the floating-point numbers that it is added to.";
                return false;
            }

            real += added;
        }

        problem = double.IsFinite(real) ? null : "The sum is too large for a floating-point number.";
        total = MetricValue.From(real);
        return problem is null;
    }

    /// <summary>Whether a part is a whole number that a decimal holds, so that nothing is rounded.</summary>
    private static bool IsWhole(MetricValue part) => part.TryDecimal(out decimal exact) && decimal.IsInteger(exact);
}
