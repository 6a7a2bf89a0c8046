using System.Text;

namespace ServicePing;

/// <summary>A collected ping: the JSON that may be sent, and beside it what happened to each metric.</summary>
public sealed class ServicePingPayload
{
    internal ServicePingPayload(
        DateTimeOffset recordedAt,
        ReadOnlyMemory<byte> json,
        IReadOnlyList<MetricReading> metrics,
        CollectionStatistics statistics)
    {
        RecordedAt = recordedAt;
        Json = json;
        Metrics = metrics;
        Statistics = statistics;
    }

    /// <summary>The moment from which every period was computed, fixed before the first read; UTC, in milliseconds.</summary>
    public DateTimeOffset RecordedAt { get; }

    /// <summary>The payload as UTF-8 JSON: nested objects by the segments of the key paths, in their order.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Every metric of the payload, in the order of the JSON.</summary>
    public IReadOnlyList<MetricReading> Metrics { get; }

    /// <summary>What the collection cost.</summary>
    public CollectionStatistics Statistics { get; }

    /// <summary>The payload as JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Json.Span);
}
