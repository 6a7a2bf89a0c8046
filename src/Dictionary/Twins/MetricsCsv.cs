using System.Text;

namespace ServicePing.Dictionary;

/// <summary>The metrics as rows of text that spreadsheets open (RFC 4180).</summary>
internal static class MetricsCsv
{
    private static readonly (string Title, Func<MetricEntry, string?> Cell)[] Columns =
    [
        ("key_path", metric => metric.KeyPath),
        ("description", metric => metric.Description),
        ("status", metric => metric.Status),
        ("data_source", metric => metric.DataSource),
        ("time_frame", metric => metric.TimeFrame),
        ("value_type", metric => metric.ValueType),
        ("unit", metric => metric.Unit),
        ("data_category", metric => metric.DataCategory),
        ("product_group", metric => metric.Owner),
        ("contact", metric => metric.OwnerContact),
        ("tiers", metric => string.Join(' ', metric.Tiers)),
        ("product_categories", metric => string.Join(' ', metric.Categories)),
        ("performance_indicators", metric => string.Join(' ', metric.Indicators)),
        ("operation", metric => metric.Operation),
        ("tables", metric => string.Join(' ', metric.Before.Where(one => one.Kind == "table").Select(one => one.Name))),
        ("events", metric => string.Join(' ', metric.Before.Where(one => one.Kind == "event").Select(one => one.Name))),
        ("milestone", metric => metric.Milestone),
        ("milestone_removed", metric => metric.MilestoneRemoved),
        ("deprecated_since", metric => metric.Deprecated?.Since),
        ("deprecated_until", metric => metric.Deprecated?.Until),
        ("expires", metric => metric.Expires),
        ("replaced_by", metric => metric.ReplacedBy),
        ("introduced_by_url", metric => metric.IntroducedByUrl),
        ("how", metric => metric.PlainWords),
        ("file", metric => metric.SourceFile),
    ];

    internal static string Write(MetricsDictionary dictionary)
    {
        StringBuilder csv = new();
        csv.AppendJoin(',', Columns.Select(column => column.Title)).Append("\r\n");
        foreach (MetricEntry metric in dictionary.Metrics)
        {
            csv.AppendJoin(',', Columns.Select(column => Cell(column.Cell(metric) ?? ""))).Append("\r\n");
        }

        return csv.ToString();
    }

    /// <summary>A cell; a spreadsheet would run what looks like a formula, which a quote before it keeps it from.</summary>
    private static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
        {
            text = "'" + text;
        }

        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
