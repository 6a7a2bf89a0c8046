using System.Buffers;
using System.Text.Json;
using ServicePing.Runtime.Payload;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>That a ping could not be made or sent, as Service Ping's <c>usage_ping_errors</c>.</summary>
internal static class ErrorReport
{
    private const int LongestMessage = 500;

    /// <summary>
    /// The report without what the ping itself may not hold; null where it may not hold the identifier, without which nobody takes a report.
    /// </summary>
    internal static ReadOnlyMemory<byte>? Of(
        ErrorCause cause,
        TimeSpan elapsed,
        DateTimeOffset now,
        ServicePingOptions options,
        PingPermissions permissions,
        ServicePingCatalogue catalogue)
    {
        if (options.Uuid is not { } uuid || !WireName.IsValid(uuid) || !May("uuid"))
        {
            return null;
        }

        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("time"u8, Timestamp.Format(now));
            json.WriteString("uuid"u8, uuid);
            if (May("unique_instance_id"))
            {
                json.WriteString("unique_instance_id"u8, UniqueInstanceId.Of(uuid).ToString());
            }

            if (May("hostname"))
            {
                json.WriteString("hostname"u8, options.Hostname);
            }

            if (May("version"))
            {
                json.WriteString("version"u8, options.Version);
            }

            json.WriteString("message"u8, EgressText.Line(cause.Sentence, LongestMessage));
            json.WriteNumber("elapsed"u8, Math.Round(elapsed.TotalSeconds, 1));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;

        bool May(string keyPath)
        {
            CatalogueMetric? metric = catalogue.FindMetric(keyPath);
            return permissions.Categories.Contains(metric?.DataCategory ?? DataCategory.Standard)
                && !permissions.LeftOutKeyPaths.Contains(keyPath)
                && !permissions.LeftOutOwners.Contains(metric?.ProductGroup ?? "");
        }
    }
}
