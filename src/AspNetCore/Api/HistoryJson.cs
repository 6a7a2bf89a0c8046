using System.Globalization;
using System.Text.Json;

namespace ServicePing;

/// <summary>Cycles and what comes next, as JSON.</summary>
internal static class HistoryJson
{
    internal static void Write(Utf8JsonWriter json, string name, PingOutlook outlook)
    {
        json.WriteStartObject(name);
        json.WriteString("cycle"u8, outlook.Cycle);
        Write(json, "due_at", outlook.DueAt);
        json.WriteBoolean("may_be_sent"u8, outlook.Permission.IsAllowed);
        json.WriteString("reason"u8, outlook.Permission.Reason);
        Write(json, "not_before", outlook.Permission.From);
        json.WriteString("receiver"u8, outlook.Receiver?.AbsoluteUri);
        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, PingCycle cycle, IReadOnlyList<PingDelivery> deliveries, ShownMetrics shown)
    {
        json.WriteStartObject();
        json.WriteString("cycle"u8, cycle.Name);
        json.WriteString("kind"u8, cycle.Kind);
        Write(json, "due_at", cycle.DueAt);
        json.WriteString("state"u8, cycle.State);
        json.WriteString("reason"u8, shown.Reason(cycle.Reason));
        json.WriteNumber("attempts"u8, cycle.Attempts);
        Write(json, "next_attempt_at", cycle.NextAttemptAt);
        Write(json, "changed_at", cycle.ChangedAt);
        json.WriteStartArray("deliveries"u8);
        foreach (PingDelivery delivery in deliveries)
        {
            Write(json, delivery, shown);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } at)
        {
            json.WriteString(name, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter json, PingDelivery delivery, ShownMetrics shown)
    {
        json.WriteStartObject();
        json.WriteNumber("number"u8, delivery.Number);
        Write(json, "ended_at", delivery.EndedAt);
        json.WriteString("receiver"u8, delivery.Receiver);
        json.WriteString("outcome"u8, delivery.Outcome);
        json.WriteString("message"u8, shown.Reason(delivery.Message));
        WriteNumber(json, "status_code", delivery.StatusCode);
        json.WriteNumber("sent_bytes"u8, delivery.SentBytes);
        json.WriteNumber("elapsed_ms"u8, Math.Round(delivery.Elapsed.TotalMilliseconds, 3));
        WriteNumber(json, "usage_data_id", delivery.UsageDataId);
        json.WriteBoolean("has_receipt"u8, delivery.Receipt is not null);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
