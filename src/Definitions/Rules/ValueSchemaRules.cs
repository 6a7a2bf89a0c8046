using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>The file that <c>value_json_schema</c> names is there, and can be read.</summary>
internal static class ValueSchemaRules
{
    /// <summary>Looks at the files.</summary>
    /// <param name="project">The definitions.</param>
    /// <param name="find">Gives a file; null where it may be there and cannot be looked at. Null itself where nobody looks for files.</param>
    public static void Check(Project project, Func<string, NamedFile?>? find)
    {
        if (find is null)
        {
            return;
        }

        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            if (metric.Definition.ValueJsonSchema is not { } path)
            {
                continue;
            }

            if (path.Trim().Length == 0)
            {
                project.Report(
                    NoValueSchema, metric, "'value_json_schema' is empty: write the path of the file, or leave the key out.", MetricKeys.ValueJsonSchema);
            }
            else if (find(path) is not { } file)
            {
                project.Report(
                    UnseenValueSchema, metric,
                    $"Nobody has looked whether '{path}' is there: add it to AdditionalFiles for the build to do so, or run 'serviceping validate'.",
                    MetricKeys.ValueJsonSchema);
            }
            else if (file.Text is not { } text)
            {
                project.Report(
                    NoValueSchema, metric,
                    $"There is no file '{path}' in {file.Place}: write its path from the root of the repository, or leave the key out.",
                    MetricKeys.ValueJsonSchema);
            }
            else if (JsonText.FlawOfObject(text.TrimStart('\uFEFF')) is var (offset, flaw))
            {
                SourceSpan place = new LineMap(text).Span(offset, offset);
                project.Report(
                    NoValueSchema, metric,
                    $"'{path}' is no JSON Schema, as {flaw} in line {place.StartLine + 1}, column {place.StartColumn + 1}: mend the file.",
                    MetricKeys.ValueJsonSchema);
            }
        }
    }
}
