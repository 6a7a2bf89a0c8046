using System.Buffers;
using System.Text;
using System.Text.Json;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>
/// What happened to each metric of a payload, and what the collection cost, as JSON for tools and pages; docs/payload.md describes it.
/// It is made for those who look after the installation and is no part of what may be sent.
/// </summary>
public sealed class ServicePingReport
{
    private ServicePingReport(ReadOnlyMemory<byte> json) => Json = json;

    /// <summary>The report as UTF-8 JSON: <c>recorded_at</c>, <c>metrics</c> by key path, <c>statistics</c>.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The report as JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Json.Span);

    internal static ServicePingReport Of(
        DateTimeOffset recordedAt,
        IReadOnlyList<MetricReading> metrics,
        CollectionStatistics statistics)
    {
        ArrayBufferWriter<byte> buffer = new(1 << 14);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("recorded_at"u8, Timestamp.Format(recordedAt));
            json.WriteStartObject("metrics"u8);
            foreach (MetricReading metric in metrics)
            {
                json.WriteStartObject(metric.KeyPath);
                Write(json, metric);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartObject("statistics"u8);
            Write(json, statistics);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new ServicePingReport(buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter json, MetricReading metric)
    {
        json.WriteString("status"u8, metric.Status.Word());
        json.WritePropertyName("value"u8);
        metric.Value.WriteTo(json);
        json.WriteString("message"u8, metric.Message);
        json.WriteString("source"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(metric.Source.ToString()));
        WriteTime(json, "duration_ms"u8, metric.Duration);
    }

    private static void Write(Utf8JsonWriter json, CollectionStatistics statistics)
    {
        WriteTime(json, "elapsed_ms"u8, statistics.Elapsed);
        json.WriteNumber("statements"u8, statistics.Statements);
        WriteTime(json, "longest_statement_ms"u8, statistics.LongestStatement);
        json.WriteNumber("rows_walked"u8, statistics.RowsWalked);
        json.WriteNumber("redis_round_trips"u8, statistics.RedisRoundTrips);
        json.WriteBoolean("is_resumed"u8, statistics.IsResumed);
        json.WriteString("resume_hindrance"u8, statistics.ResumeHindrance);
        json.WriteStartObject("metrics_by_status"u8);
        foreach ((ReadingStatus status, int metrics) in statistics.MetricsByStatus)
        {
            json.WriteNumber(status.Word(), metrics);
        }

        json.WriteEndObject();
        json.WriteStartArray("moments"u8);
        foreach (CollectionMoment moment in statistics.Moments)
        {
            Write(json, moment);
        }

        json.WriteEndArray();
        json.WriteStartArray("sent_statements"u8);
        foreach (SentStatement sent in statistics.SentStatements)
        {
            json.WriteStartObject();
            json.WriteString("database"u8, sent.Database);
            json.WriteString("sql"u8, sent.Sql);
            json.WriteNumber("times"u8, sent.Times);
            WriteTime(json, "elapsed_ms"u8, sent.Elapsed);
            WriteTime(json, "longest_ms"u8, sent.Longest);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CollectionMoment moment)
    {
        json.WriteStartObject();
        json.WriteString("database"u8, moment.Database);
        json.WriteString("taken_at"u8, Timestamp.Format(moment.TakenAt));
        json.WriteBoolean("in_key_ranges"u8, moment.InKeyRanges);
        json.WriteBoolean("is_resumed"u8, moment.IsResumed);
        json.WriteStartArray("relations"u8);
        foreach (MomentRelation relation in moment.Relations)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, relation.Name);
            json.WriteStartArray("key_paths"u8);
            foreach (string keyPath in relation.KeyPaths)
            {
                json.WriteStringValue(keyPath);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, TimeSpan time) =>
        json.WriteNumber(name, Math.Round(time.TotalMilliseconds, 3));
}
