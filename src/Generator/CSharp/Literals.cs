using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.CSharp;

/// <summary>Prints values as C#.</summary>
internal static class Literals
{
    public static string Text(string? value) => value is null ? "null" : SymbolDisplay.FormatLiteral(value, quote: true);

    public static string List(EquatableArray<string> values) => $"[{string.Join(", ", values.Select(Text))}]";

    public static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number as it is written in YAML, as the shortest C# that is as long or as exact.</summary>
    public static string Number(string written) =>
        long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
            ? integer == long.MinValue ? "long.MinValue" : Integer(integer) + "L"
            : double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture) + "D";

    /// <summary>A number as it is written in YAML, with digits on both sides of its point.</summary>
    public static string Plain(string written) => Number(written).TrimEnd('L', 'D');

    /// <summary>The quotes of a raw literal: more than the text has in a row.</summary>
    public static string RawQuotes(string text)
    {
        string quotes = "\"\"\"";
        while (text.Contains(quotes))
        {
            quotes += '"';
        }

        return quotes;
    }

    /// <summary>Whether C# can hold a number as it is written in YAML.</summary>
    public static bool IsNumber(string written) =>
        long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        || (double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && !double.IsInfinity(number) && !double.IsNaN(number));
}
