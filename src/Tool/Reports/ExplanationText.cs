using System.Globalization;
using System.Text.Json;
using ServicePing.Dictionary;
using ServicePing.Tool.Explaining;

namespace ServicePing.Tool.Reports;

/// <summary>An explanation for people, in the order in which a value comes about.</summary>
/// <param name="shown">A file of a definition, as it is found from where they are.</param>
internal sealed class ExplanationText(Func<string, string> shown)
{
    internal void Write(Explanation explanation)
    {
        MetricEntry metric = explanation.Metric;
        Screen.WriteTitle(metric.KeyPath + "\n");
        FactLines lines = new FactLines()
            .Fact("defined in", metric.SourceFile.Length == 0 ? "no file: a known event or an aggregate gives it" : shown(metric.SourceFile))
            .Fact("says", metric.Description)
            .Fact("computes", metric.PlainWords)
            .Fact("covers", metric.Calculation.Days)
            .Fact("precision", metric.Calculation.Precision)
            .Fact("hindered", metric.Calculation.Hindrance)
            .Facts("reads", metric.Reads.Select(read => $"{read.Table}.{read.Column} ({string.Join(", ", read.Keys)})"))
            .Facts("made from", Steps(metric.Before, 0));
        foreach (CodeEntry code in metric.Calculation.Texts)
        {
            lines.Block($"{code.Title}. {code.Note}", code.Text);
        }

        Console.Write($"{lines}\n");
        Console.Write($"{Cost(explanation)}\n");
        Console.Write($"{Way(metric)}\n");
    }

    private static FactLines Cost(Explanation explanation)
    {
        FactLines lines = new();
        if (explanation.Metric.Cost is { } cost)
        {
            lines.Fact("has cost", string.Create(CultureInfo.InvariantCulture, $"{cost.Milliseconds:N1} ms in the collection of {cost.RecordedAt}, {cost.Status}"));
        }

        if (explanation.Database is { } database)
        {
            lines.Facts("walks", database.Walks)
                .Facts("finds rows by", database.Access)
                .Fact("rows", Number(database.Rows))
                .Fact("costs", database.Cost is { } units ? $"{Number(units)} units of the server's planner, alone" : null)
                .Facts("found", database.Findings.Select(finding => $"{finding.Severity.ToString().ToLowerInvariant()}: {finding.Cause}\n{finding.WayOut}"));
        }

        return explanation is { Metric.Cost: null, Database: null } && explanation.Metric.Calculation.Kind is "sql" or "sum"
            ? lines.Fact("costs", "unknown here: --connection asks a database, --report reads what a collection has measured")
            : lines;
    }

    private static FactLines Way(MetricEntry metric) => new FactLines()
        .Fact("in the payload", $"{Key(metric.KeyPath)}: {metric.Sample}{(metric.IsSampleReal ? "" : ", as an example")}")
        .Fact("used by", string.Join(", ", metric.Behind.Select(entry => $"{entry.Kind.Replace('_', ' ')} {entry.Name}")))
        .Fact("privacy", $"{metric.Privacy.Category}: {metric.Privacy.Contents} {metric.Privacy.Reason}")
        .Fact("switched off", metric.Privacy.Setting);

    private static string Key(string keyPath) => string.Join(" → ", keyPath.Split('.').Select(part => JsonSerializer.Serialize(part)));

    /// <summary>What a value is made from, what that is made from in turn below it.</summary>
    private static IEnumerable<string> Steps(IReadOnlyList<LineageEntry> entries, int depth) => entries.SelectMany(entry => Steps(entry.Further, depth + 1)
        .Prepend($"{new string(' ', 2 * depth)}{entry.Kind.Replace('_', ' ')} {entry.Name}"));

    private static string? Number(double? number) => number?.ToString("N0", CultureInfo.InvariantCulture);
}
