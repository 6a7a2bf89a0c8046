using System.Globalization;
using Spectre.Console;

namespace ServicePing.Tool.Reports;

/// <summary>A metric as a database shows it, and the file that defines it.</summary>
/// <param name="File">The definition file; null for a metric that every installation reports.</param>
/// <param name="Metric">What the database shows.</param>
internal sealed record VerifiedMetric(string? File, MetricVerification Metric);

/// <summary>What is wrong with the store of the counters.</summary>
/// <param name="Counters">The findings; none where all is well.</param>
internal sealed record VerifiedCounters(IReadOnlyList<MetricFinding> Counters);

/// <summary>The verification of metrics for people: how each is found, and below what is wrong, once for all that share it.</summary>
internal static class VerificationTable
{
    // Of the metrics that share a finding.
    private const int MostNamed = 5;

    internal static void Write(IReadOnlyList<VerifiedMetric> metrics)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("Metric", "Walk", "How a slice is found");
        table.AddColumn(new TableColumn("Rows").RightAligned()).AddColumn(new TableColumn("Cost").RightAligned());
        foreach ((_, MetricVerification metric) in metrics)
        {
            table.AddRow(
                new Text(metric.KeyPath, metric.CanBeComputed ? Style.Plain : new Style(Color.Red)),
                new Text(string.Join(", ", metric.Walks)),
                new Text(string.Join(", ", metric.Access)),
                new Text(Number(metric.Rows)),
                new Text(Number(metric.Cost)));
        }

        Screen.Out.Write(table);
        foreach (SharedFinding shared in new VerificationReport([.. metrics.Select(metric => metric.Metric)]).Findings)
        {
            if (shared.KeyPaths is [var only])
            {
                Write(metrics.First(metric => metric.Metric.KeyPath == only).File is { } file ? $"{file}: " : "", only, shared.Finding);
            }
            else
            {
                Write("", $"{shared.KeyPaths.Count} metrics", shared.Finding, Named(shared.KeyPaths));
            }
        }

        int broken = metrics.Count(metric => !metric.Metric.CanBeComputed);
        Console.WriteLine($"{metrics.Count} metrics, {broken} of which cannot be computed");
    }

    /// <summary>What is wrong with the store of the counters.</summary>
    internal static void Write(string store, IReadOnlyList<MetricFinding> counters)
    {
        foreach (MetricFinding finding in counters)
        {
            Write("", store.ToLowerInvariant(), finding);
        }

        Console.WriteLine(counters.Any(finding => finding.Severity == FindingSeverity.Error)
            ? $"{store} does not allow all that counters need"
            : $"{store} allows all that counters need");
    }

    /// <summary>Some of many metrics by name.</summary>
    private static string Named(IReadOnlyList<string> keyPaths) => keyPaths.Count <= MostNamed
        ? $"\n{string.Join(", ", keyPaths)}"
        : $"\n{string.Join(", ", keyPaths.Take(MostNamed))} and {keyPaths.Count - MostNamed} more";

    private static void Write(string before, string subject, MetricFinding finding, string after = "") => Screen.Out.Write(new Text(
        $"{before}{finding.Severity.ToString().ToLowerInvariant()}: {subject}: {finding.Cause}\n"
        + $"    {(finding.WayOut + after).Replace("\n", "\n    ", StringComparison.Ordinal)}\n",
        finding.Severity switch
        {
            FindingSeverity.Error => new Style(Color.Red),
            FindingSeverity.Warning => new Style(Color.Yellow),
            _ => Style.Plain,
        }));

    private static string Number(double? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";
}
