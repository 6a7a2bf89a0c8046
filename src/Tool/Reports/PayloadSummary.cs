using System.Text.Json;

namespace ServicePing.Tool.Reports;

/// <summary>What became of the values of a payload: how many of each status, and why some have none, each cause once.</summary>
internal static class PayloadSummary
{
    // Of the metrics that share a cause.
    private const int MostNamed = 3;

    /// <summary>Whether a value that servers have could not be had; what only the program itself knows is not asked for.</summary>
    internal static bool IsMissing(MetricReading metric) =>
        metric is
        {
            Status: ReadingStatus.Failed or ReadingStatus.TimedOut or ReadingStatus.Unavailable,
            Source: DataSource.Database or DataSource.Redis or DataSource.RedisHll or DataSource.InternalEvents,
        };

    internal static void Write(ServicePingPayload payload, TextWriter output)
    {
        foreach (var cause in payload.Metrics
            .Where(IsMissing)
            .GroupBy(metric => (metric.Status, metric.Message)))
        {
            string[] names = [.. cause.Select(metric => metric.KeyPath)];
            string named = string.Join(", ", names.Take(MostNamed)) + (names.Length > MostNamed ? $" and {names.Length - MostNamed} more" : "");
            output.WriteLine($"{Word(cause.Key.Status)}: {named}: {cause.Key.Message}");
        }

        IEnumerable<string> counts = payload.Metrics.GroupBy(metric => metric.Status).OrderBy(status => status.Key).Select(status => $"{status.Count()} {Word(status.Key)}");
        output.WriteLine($"{payload.Metrics.Count} metrics: {string.Join(", ", counts)}");
    }

    private static string Word(ReadingStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}
