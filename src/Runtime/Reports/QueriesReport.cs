using System.Text;

namespace ServicePing;

/// <summary>How each metric is computed, as GitLab's <c>metrics_queries</c>: JSON of the payload's shape, in which SQL stands for values.</summary>
public sealed class QueriesReport
{
    internal QueriesReport(DateTimeOffset recordedAt, ReadOnlyMemory<byte> json)
    {
        RecordedAt = recordedAt;
        Json = json;
    }

    /// <summary>The moment from which the windows of the statements are counted; UTC, in milliseconds.</summary>
    public DateTimeOffset RecordedAt { get; }

    /// <summary>The report as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The report as JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Json.Span);
}
