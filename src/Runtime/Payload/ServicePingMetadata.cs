using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Payload;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>
/// How long each metric of a ping took and what became of it, as Service Ping's <c>usage_ping_metadata</c>; docs/reports.md describes it.
/// It may leave the instance: it holds no value of a row, no address, no name of a user and no connection string, and metrics that are
/// not permitted are absent.
/// </summary>
public sealed class ServicePingMetadata
{
    private ServicePingMetadata(ReadOnlyMemory<byte> json) => Json = json;

    /// <summary>The metadata as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The metadata as JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Json.Span);

    internal static ServicePingMetadata Of(
        IReadOnlyList<MetricReading> metrics, string? uuid, Func<string, CatalogueDeprecation?> deprecationOf)
    {
        ArrayBufferWriter<byte> buffer = new(1 << 14);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata"u8);
            json.WriteString("uuid"u8, uuid);
            json.WriteString("unique_instance_id"u8, uuid is null ? null : UniqueInstanceId.Of(uuid).ToString());
            json.WriteStartArray("metrics"u8);
            foreach (MetricReading metric in metrics.Where(metric => metric.Status != ReadingStatus.NotPermitted))
            {
                Write(json, metric, deprecationOf(metric.KeyPath));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new ServicePingMetadata(buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter json, MetricReading metric, CatalogueDeprecation? deprecation)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, metric.KeyPath);
        json.WriteNumber("time_elapsed"u8, Math.Round(metric.Duration.TotalSeconds, 6));
        if (metric.Status != ReadingStatus.Ok)
        {
            json.WriteString("status"u8, metric.Status.Word());
        }

        if (metric.ExportedError is { } error)
        {
            json.WriteString("error"u8, error);
        }

        if (deprecation is not null)
        {
            json.WriteStartObject("deprecated"u8);
            json.WriteString("reason"u8, deprecation.Reason);
            json.WriteString("since"u8, deprecation.Since.ToString("O", CultureInfo.InvariantCulture));
            if (deprecation.Until is { } until)
            {
                json.WriteString("until"u8, until.ToString("O", CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
