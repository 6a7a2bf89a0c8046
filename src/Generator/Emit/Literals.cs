using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Emit;

/// <summary>Prints values as C#.</summary>
internal static class Literals
{
    public static string Text(string? value) => value is null ? "null" : SymbolDisplay.FormatLiteral(value, quote: true);

    public static string List(EquatableArray<string> values) => $"[{string.Join(", ", values.Select(Text))}]";

    public static string List(EquatableArray<int> values) =>
        $"[{string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}]";

    public static string Boolean(bool value) => value ? "true" : "false";

    public static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>JSON of an object or array as a raw string, so that it reads as JSON; anything else as a usual literal.</summary>
    public static string Json(string json)
    {
        bool isRaw = json.Length > 1 && json[0] is '{' or '[' && !json.Contains("\"\"\"") && !json.Any(char.IsControl);
        return isRaw ? $"\"\"\"{json}\"\"\"" : Text(json);
    }

    /// <summary>A number as it is written in YAML; a text where it is none that C# can hold.</summary>
    public static string Number(string written)
    {
        if (long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return Integer(integer) + "L";
        }

        return double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && !double.IsInfinity(number) && !double.IsNaN(number)
            ? number.ToString("R", CultureInfo.InvariantCulture) + "D"
            : Text(written);
    }
}
