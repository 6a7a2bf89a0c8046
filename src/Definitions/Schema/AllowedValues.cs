using System.Globalization;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema;

/// <summary>The only values that a column may have, NULL aside.</summary>
/// <param name="Values">The values, as texts.</param>
/// <param name="Type">The type by which they are compared.</param>
/// <param name="Family">What that type is.</param>
internal sealed record AllowedValues(EquatableArray<string> Values, SqlType Type, TypeFamily Family)
{
    private const int MostShown = 6;

    /// <summary>What a constant in SQL stands for; null where its notation hides that.</summary>
    public static string? ValueOf(string text, SqlToken constant) => constant.Kind switch
    {
        SqlTokenKind.Number => constant.In(text),
        SqlTokenKind.Text when text[constant.Start] is '\'' or '$' => SqlString.Of(text, constant),
        _ => null,
    };

    /// <summary>Whether a value is certainly none of them.</summary>
    public bool Excludes(string value)
    {
        if (Family is TypeFamily.Integer or TypeFamily.Number)
        {
            return Number(value) is { } number && Values.All(allowed => Number(allowed) is { } other && other != number);
        }

        StringComparison comparison = Type.Name == "citext" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return !Values.Any(allowed => string.Equals(Plain(allowed), Plain(value), comparison));
    }

    /// <summary>What to write instead of a value that they exclude.</summary>
    public string Advice(string value)
    {
        string all = string.Join(", ", Values.Take(MostShown).Select(static allowed => $"'{allowed}'"));
        string more = Values.Count > MostShown ? $" and {Values.Count - MostShown} others" : "";
        return Suggestion.NearestOfFew(value, Values) is { } nearest
            ? $"{all}{more}; did you mean '{nearest}'?"
            : $"{all}{more}; write one of them, or take a new snapshot of the schema";
    }

    // Spaces at the end mean nothing in a type of fixed length.
    private string Plain(string value) => Type.Name == "character" ? value.TrimEnd(' ') : value;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
