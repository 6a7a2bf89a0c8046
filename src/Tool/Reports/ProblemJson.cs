using System.Text;
using System.Text.Json;
using ServicePing.Definitions.Problems;

namespace ServicePing.Tool.Reports;

/// <summary>Problems as a JSON array; lines and columns begin at 1, as people count.</summary>
internal static class ProblemJson
{
    internal static string Write(IReadOnlyList<Problem> problems)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (Problem problem in problems)
            {
                json.WriteStartObject();
                json.WriteString("rule", problem.Rule.Id);
                json.WriteString("level", problem.Rule.Level.ToString().ToLowerInvariant());
                WritePlace(json, problem.Path, problem.Span);
                json.WriteString("message", problem.Message);
                json.WriteStartArray("related");
                foreach (RelatedPlace related in problem.Related)
                {
                    json.WriteStartObject();
                    WritePlace(json, related.Path, related.Span);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WritePlace(Utf8JsonWriter json, string path, SourceSpan span)
    {
        json.WriteString("path", path.Replace('\\', '/'));
        json.WriteNumber("line", span.StartLine + 1);
        json.WriteNumber("column", span.StartColumn + 1);
        json.WriteNumber("end_line", span.EndLine + 1);
        json.WriteNumber("end_column", span.EndColumn + 1);
    }
}
