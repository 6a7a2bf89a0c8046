using System.Text;

namespace ServicePing.Dictionary;

/// <summary>The metrics as Markdown, for wikis and for reading in a terminal.</summary>
internal static class MetricsMarkdown
{
    internal static string Write(MetricsDictionary dictionary)
    {
        StringBuilder page = new();
        page.Append($"# Metrics of {Line(dictionary.Product)}\n");
        foreach (IGrouping<string, MetricEntry> section in dictionary.Metrics
            .Where(metric => !metric.IsRemoved)
            .GroupBy(metric => metric.KeyPath.Split('.')[0], StringComparer.Ordinal))
        {
            page.Append($"\n## {Line(section.Key)}\n");
            foreach (MetricEntry metric in section)
            {
                Write(metric, page);
            }
        }

        MetricEntry[] removed = [.. dictionary.Metrics.Where(metric => metric.IsRemoved)];
        if (removed.Length > 0)
        {
            page.Append("\n## Removed\n\n");
            foreach (MetricEntry metric in removed)
            {
                page.Append($"- {Line(metric.KeyPath)}: {Line(metric.Description)}\n");
            }
        }

        return page.ToString();
    }

    private static void Write(MetricEntry metric, StringBuilder page)
    {
        page.Append($"\n### {Line(metric.KeyPath)}\n\n{Line(metric.Description)}\n\n{Line(metric.PlainWords)}\n\n");
        string[] facts =
        [
            metric.Status, metric.DataSource, metric.TimeFrame, metric.Unit is { } unit ? $"{metric.ValueType} of {unit}" : metric.ValueType, metric.DataCategory,
            metric.Owner.Length == 0 ? "" : "owned by " + metric.Owner,
            metric.Milestone.Length == 0 ? "" : "since " + metric.Milestone,
            metric.Deprecated is { } deprecated ? deprecated.Title + ": " + deprecated.Words : "",
            metric.Expires is { } expires ? "expires with " + expires : "",
            metric.ReplacedBy is { } other ? "replaced by " + other : "",
        ];
        page.Append(string.Join(" · ", facts.Where(fact => fact.Length > 0).Select(Line))).Append('\n');
        page.Append($"\nCovers: {Line(metric.Calculation.Days)} Precision: {Line(metric.Calculation.Precision)}\n");
        foreach (CodeEntry code in metric.Calculation.Texts)
        {
            page.Append($"\n{Line(code.Title)}:\n\n");
            foreach (string line in code.Text.Split('\n'))
            {
                page.Append("    ").Append(line.TrimEnd('\r')).Append('\n');
            }
        }
    }

    /// <summary>A text on one line that Markdown takes for nothing but text.</summary>
    private static string Line(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char letter in string.Join(' ', text.Split((char[])['\r', '\n', '\u0085', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries)))
        {
            if (letter is '\\' or '`' or '*' or '_' or '<' or '>' or '[' or ']' or '|' or '#' or '&' or '!' or '~')
            {
                escaped.Append('\\');
            }

            escaped.Append(letter);
        }

        return escaped.ToString();
    }
}
