using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>What has become of single events that are forwarded, for administrators.</summary>
internal sealed class ForwardingEndpoints(ServicePingForwarding forwarding)
{
    internal IReadOnlyList<ApiEndpoint> All =>
    [
        new(HttpMethods.Get, "forwarded_events", Gate.Administration, "How many events each forwarder has taken or dropped, and the latest as they left.", ListAsync)
        {
            Refuses = [503],
        },
    ];

    private Task ListAsync(HttpContext context) => Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("is_on"u8, forwarding.IsOn);
        if (forwarding.IsOn)
        {
            json.WriteStartArray("forwarders"u8);
            foreach (ForwardingStatistics one in forwarding.Statistics)
            {
                Write(json, one);
            }

            json.WriteEndArray();
            json.WriteStartArray("latest"u8);
            foreach (ForwardedBatch batch in forwarding.Latest)
            {
                Write(json, batch);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, ForwardingStatistics one)
    {
        json.WriteStartObject();
        json.WriteString("forwarder"u8, one.Forwarder);
        json.WriteNumber("forwarded"u8, one.Forwarded);
        json.WriteNumber("recovered"u8, one.Recovered);
        json.WriteNumber("pending"u8, one.Pending);
        json.WriteStartObject("dropped"u8);
        foreach ((string cause, long events) in one.DroppedBy.OrderBy(cause => cause.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(cause, events);
        }

        json.WriteEndObject();
        json.WriteNumber("failed_attempts"u8, one.FailedAttempts);
        json.WriteString("last_error"u8, one.LastError);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ForwardedBatch batch)
    {
        json.WriteStartObject();
        json.WriteString("forwarder"u8, batch.Forwarder);
        HistoryJson.Write(json, "at", batch.At);
        json.WriteString("outcome"u8, batch.Outcome);
        json.WriteNumber("events"u8, batch.Events);

        // As it left, byte for byte.
        json.WritePropertyName("body"u8);
        json.WriteRawValue(batch.Body.Span);
        json.WriteEndObject();
    }
}
