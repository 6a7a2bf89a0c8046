using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ServicePing.Tool.Coverage;

/// <summary>Prints coverage for people, and for programs.</summary>
internal static class CoverageText
{
    /// <summary>What was never exercised, by owner, and how much was.</summary>
    /// <param name="coverage">The coverage.</param>
    /// <param name="asked">The percentage that is asked for; null for none.</param>
    internal static string Of(DefinitionCoverage coverage, decimal? asked)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, CoveredDefinition> owner in coverage.All
            .GroupBy(one => one.Owner, StringComparer.Ordinal)
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .Where(one => one.Any(definition => !definition.IsExercised)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{(owner.Key.Length > 0 ? owner.Key : "(without owner)")}: ");
            text.Append(CultureInfo.InvariantCulture, $"{owner.Count(one => one.IsExercised)} of {owner.Count()}\n");
            foreach (CoveredDefinition one in owner.Where(one => !one.IsExercised))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {one.Path}({one.Line},{one.Column}): no test exercises the {one.Kind} {one.Name}\n");
            }
        }

        foreach (string name in coverage.Unknown)
        {
            text.Append(CultureInfo.InvariantCulture, $"Tests track '{name}', which no definition has.\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Of {coverage.All.Count} definitions tests exercise {coverage.Exercised}: {Percent(coverage)} %");
        return text.Append(asked is { } percent ? string.Create(CultureInfo.InvariantCulture, $", {percent} % are asked for.") : ".").ToString();
    }

    /// <summary>The same as JSON.</summary>
    internal static string JsonOf(DefinitionCoverage coverage)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("definitions", coverage.All.Count);
            json.WriteNumber("exercised", coverage.Exercised);
            json.WriteStartArray("never_exercised");
            foreach (CoveredDefinition one in coverage.All.Where(one => !one.IsExercised))
            {
                json.WriteStartObject();
                json.WriteString("kind", one.Kind);
                json.WriteString("name", one.Name);
                json.WriteString("owner", one.Owner);
                json.WriteString("path", one.Path.Replace('\\', '/'));
                json.WriteNumber("line", one.Line);
                json.WriteNumber("column", one.Column);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("unknown");
            foreach (string name in coverage.Unknown)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Never rounded up: 100 is all of them.</summary>
    private static string Percent(DefinitionCoverage coverage) => coverage.All.Count == 0
        ? "100"
        : (Math.Floor(coverage.Exercised * 1000m / coverage.All.Count) / 10).ToString("0.#", CultureInfo.InvariantCulture);
}
