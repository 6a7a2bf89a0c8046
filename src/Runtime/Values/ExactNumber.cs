using System.Globalization;
using System.Numerics;
using System.Text;

namespace ServicePing.Runtime.Values;

/// <summary>Conversions between numbers that change none: what does not fit is refused.</summary>
internal static class ExactNumber
{
    /// <summary>The whole number that a double's shortest text says, as JSON does; beyond 2^53 a cast gives other digits.</summary>
    internal static bool TryInt64(double value, out long whole)
    {
        whole = 0;
        return TryDecimal(value, out decimal exact) && TryInt64(exact, out whole);
    }

    internal static bool TryInt64(decimal value, out long whole)
    {
        bool fits = decimal.IsInteger(value) && value is >= long.MinValue and <= long.MaxValue;
        whole = fits ? (long)value : 0;
        return fits;
    }

    /// <summary>The double whose shortest text is the number.</summary>
    internal static bool TryDouble(decimal value, out double real)
    {
        real = ToDouble(value);
        return TryDecimal(real, out decimal back) && back == value;
    }

    /// <summary>The nearest double; a cast divides, and can miss it.</summary>
    internal static double ToDouble(decimal value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The number that a double's shortest text says, as JSON does; a cast keeps 15 digits of 17.</summary>
    internal static bool TryDecimal(double value, out decimal exact) =>
        TryDecimal(value.ToString("R", CultureInfo.InvariantCulture), out exact);

    /// <summary>The number that a JSON text says.</summary>
    internal static bool TryDecimal(ReadOnlySpan<byte> json, out decimal exact) => TryDecimal(Encoding.UTF8.GetString(json), out exact);

    /// <summary>The number that a text says, as JSON writes numbers.</summary>
    internal static bool TryDecimal(string text, out decimal exact) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out exact) && IsSame(text, exact);

    /// <summary>Whether parsing has rounded nothing away.</summary>
    private static bool IsSame(string text, decimal exact)
    {
        int end = text.IndexOfAny(['e', 'E']);
        ReadOnlySpan<char> mantissa = end < 0 ? text : text.AsSpan(0, end);
        int exponent = end < 0 ? 0 : int.Parse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.');
        int decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        string digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        BigInteger said = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (said.IsZero || exact == 0)
        {
            return said.IsZero && exact == 0;
        }

        // Neither scale is large: a decimal that is not 0 came of the text.
        BigInteger unscaled = Unscaled(exact);
        int scale = decimals - exponent;
        return scale >= exact.Scale
            ? said == unscaled * BigInteger.Pow(10, scale - exact.Scale)
            : said * BigInteger.Pow(10, exact.Scale - scale) == unscaled;
    }

    private static BigInteger Unscaled(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger magnitude = ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0];
        return bits[3] < 0 ? -magnitude : magnitude;
    }
}
