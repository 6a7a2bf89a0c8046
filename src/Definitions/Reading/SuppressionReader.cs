using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads <c>no_lint</c>: rules that a definition is excused from, with a reason and an end.</summary>
internal static class SuppressionReader
{
    /// <summary>Checks the shape. What it says is read by <see cref="Read"/>, since meaning has no place for lines of a file.</summary>
    public static void Check(MapReader reader, Key key)
    {
        foreach (YamlNode item in reader.Items(key))
        {
            if (reader.AsMap(key, item) is not { } map)
            {
                continue;
            }

            MapReader suppression = new(map, SuppressionKeys.Map, reader.Problems);
            suppression.Text(SuppressionKeys.Rule);
            suppression.Text(SuppressionKeys.Reason);
            suppression.Milestone(SuppressionKeys.Until);
            suppression.Done();
            reader.Problems.HasSuppressions = true;
        }
    }

    /// <summary>The suppressions of a file with their places, in the order of the text; the file is parsed again.</summary>
    public static List<Suppression> Read(SourceFile file)
    {
        List<Suppression> suppressions = [];
        LineMap lines = new(file.Text);
        IReadOnlyList<YamlMap> definitions = DefinitionReader.Definitions(new FileProblems(file, GitLabWords.All));
        for (int i = 0; i < definitions.Count; i++)
        {
            int end = i + 1 < definitions.Count ? definitions[i + 1].Start : file.Text.Length + 1;
            foreach (YamlNode item in (definitions[i][MetricKeys.NoLint] as YamlList)?.Items ?? [])
            {
                if (item is YamlMap map && map[SuppressionKeys.Rule] is YamlScalar rule)
                {
                    YamlScalar? until = map[SuppressionKeys.Until] as YamlScalar;
                    suppressions.Add(new Suppression(
                        file.Path, rule.Text, lines.Span(rule.Start, rule.End),
                        ProductVersion.Parse(until?.Text), lines.Span(until?.Start ?? rule.Start, until?.End ?? rule.End),
                        definitions[i].Start, end));
                }
            }
        }

        return suppressions;
    }
}

/// <summary>An entry of a <c>no_lint</c> list.</summary>
/// <param name="Path">The file.</param>
/// <param name="Rule">What it names as the id of a rule.</param>
/// <param name="RulePlace">Where it does so.</param>
/// <param name="Until">The last version that it holds for; null for ever.</param>
/// <param name="UntilPlace">Where that stands.</param>
/// <param name="Start">The offset of the definition that is excused.</param>
/// <param name="End">The offset behind it.</param>
internal sealed record Suppression(
    string Path, string Rule, SourceSpan RulePlace, ProductVersion? Until, SourceSpan UntilPlace, int Start, int End);
