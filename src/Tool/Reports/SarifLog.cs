using System.Text.Json;
using ServicePing.Definitions.Problems;
using ServicePing.Tool.Documentation;

namespace ServicePing.Tool.Reports;

/// <summary>Problems as a SARIF 2.1.0 log, which code hosts show beside the changed lines.</summary>
internal static class SarifLog
{
    /// <summary>Where the pages of rules came along; empty where they did not.</summary>
    private static readonly string Pages = DocumentationFolder.Path ?? "";

    internal static byte[] Write(IReadOnlyList<Problem> problems)
    {
        Dictionary<string, int> positions = Rules.All.Select((rule, position) => (rule.Id, position)).ToDictionary(StringComparer.Ordinal);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (Problem problem in problems)
            {
                WriteResult(json, problem, positions[problem.Rule.Id]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "serviceping");
        json.WriteString("semanticVersion", typeof(Rules).Assembly.GetName().Version!.ToString(3));
        json.WriteStartArray("rules");
        foreach (Rule rule in Rules.All)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title);
            if (RulePages.Of(rule, Pages) is { Length: > 0 } page)
            {
                json.WriteString("helpUri", page);
            }

            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule));
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteString("category", rule.Group);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Problem problem, int ruleIndex)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", problem.Rule.Id);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", Level(problem.Rule));
        WriteText(json, "message", problem.Message);
        json.WriteStartArray("locations");
        WriteLocation(json, problem.Path, problem.Span);
        json.WriteEndArray();
        if (!problem.Related.IsEmpty)
        {
            json.WriteStartArray("relatedLocations");
            foreach (RelatedPlace related in problem.Related)
            {
                WriteLocation(json, related.Path, related.Span);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, string path, SourceSpan span)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', path.Split('/', '\\').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", span.StartLine + 1);
        json.WriteNumber("startColumn", span.StartColumn + 1);
        json.WriteNumber("endLine", span.EndLine + 1);
        json.WriteNumber("endColumn", span.EndColumn + 1);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(Rule rule) => rule.Level switch
    {
        RuleLevel.Error => "error",
        RuleLevel.Warning => "warning",
        _ => "note",
    };
}
