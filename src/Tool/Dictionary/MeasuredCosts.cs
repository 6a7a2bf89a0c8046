using System.Text.Json;
using ServicePing.Dictionary;

namespace ServicePing.Tool.Dictionary;

/// <summary>What metrics have cost, as the report of a collection tells.</summary>
internal sealed class MeasuredCosts(ReadOnlyMemory<byte>? report)
{
    private readonly JsonElement? _root = report is { } json ? JsonElement.Parse(json.Span) : null;

    /// <summary>Whether JSON is the report of a collection.</summary>
    internal static bool IsReport(JsonElement json) => json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("recorded_at", out JsonElement moment) && moment.ValueKind == JsonValueKind.String
        && json.TryGetProperty("metrics", out JsonElement metrics) && metrics.ValueKind == JsonValueKind.Object;

    /// <summary>The cost of a metric; null where the report has none.</summary>
    internal CostEntry? Of(string keyPath) =>
        _root is { } root && root.GetProperty("metrics").TryGetProperty(keyPath, out JsonElement metric)
            && metric.ValueKind == JsonValueKind.Object
            && metric.TryGetProperty("status", out JsonElement status) && status.ValueKind == JsonValueKind.String
            && metric.TryGetProperty("duration_ms", out JsonElement duration) && duration.TryGetDouble(out double milliseconds)
            ? new CostEntry(root.GetProperty("recorded_at").GetString()!, status.GetString()!, milliseconds)
            : null;
}
