using System.Diagnostics.CodeAnalysis;

namespace ServicePing;

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
        decimal exact = 0;
        double real = 0;
        bool isReal = false;
        foreach (MetricValue part in parts)
        {
            if (!TryNumber(part, out decimal partExact, out double partReal, out bool partIsReal))
            {
                problem = "A part is not a number.";
                return false;
            }

            if (partExact < 0 || partReal < 0)
            {
                problem = "A part is negative.";
                return false;
            }

            exact = Exact(exact, partExact);
            real += partReal;
            isReal |= partIsReal;
        }

        problem = null;
        total = isReal ? MetricValue.From(real + (double)exact) : MetricValue.From(exact);
        return true;
    }

    private static bool TryNumber(MetricValue value, out decimal exact, out double real, out bool isReal)
    {
        isReal = value.Kind == MetricValueKind.Double;
        exact = isReal ? 0 : value.AsDecimal();
        real = isReal ? value.AsDouble() : 0;
        return isReal || value.Kind is MetricValueKind.Integer or MetricValueKind.Decimal;
    }
}
