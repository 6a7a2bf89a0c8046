using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServicePing;

/// <summary>An administrator's word that the receiver is to hold nothing of this installation any more; docs/wire.md describes it.</summary>
internal sealed record EraseRequest(
    string Uuid, string RequestedAt, bool RefusesLater, string? Reason, string RequestedBy, Uri Receiver)
{
    internal const int MaxReason = 1000;

    /// <summary>The bytes that are sent, the same at each attempt.</summary>
    internal required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What tells it from another request.</summary>
    internal string Hash => PingWords.Hash(Body.Span);

    internal DateTimeOffset Moment =>
        DateTimeOffset.Parse(RequestedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    internal static EraseRequest Of(
        string uuid, DateTimeOffset now, bool refusesLater, string? reason, string who, Uri receiver, ECDsa key)
    {
        string at = Timestamp.Format(now);
        string text = $"""
            ServicePing erase 1
            uuid: {uuid}
            requested_at: {at}
            refuse_later: {(refusesLater ? "true" : "false")}
            reason: {reason}

            """;
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body, ExportFile.Plain))
        {
            json.WriteStartObject();
            json.WriteString("uuid"u8, uuid);
            json.WriteString("requested_at"u8, at);
            json.WriteBoolean("refuse_later"u8, refusesLater);
            if (reason is not null)
            {
                json.WriteString("reason"u8, reason);
            }

            json.WriteString("key"u8, SignedText.PublicKeyOf(key));
            json.WriteString("signature"u8, SignedText.Sign(key, text));
            json.WriteEndObject();
        }

        return new EraseRequest(uuid, at, refusesLater, reason, who, receiver) { Body = body.WrittenMemory };
    }

    internal ReadOnlyMemory<byte> ToKept()
    {
        ArrayBufferWriter<byte> kept = new();
        using (Utf8JsonWriter json = new(kept, ExportFile.Plain))
        {
            json.WriteStartObject();
            json.WriteString("uuid"u8, Uuid);
            json.WriteString("requested_at"u8, RequestedAt);
            json.WriteBoolean("refuse_later"u8, RefusesLater);
            json.WriteString("reason"u8, Reason);
            json.WriteString("requested_by"u8, RequestedBy);
            json.WriteString("receiver"u8, Receiver.AbsoluteUri);
            json.WriteBase64String("body"u8, Body.Span);
            json.WriteEndObject();
        }

        return kept.WrittenMemory;
    }

    /// <exception cref="PingStoreException">Another version has written it.</exception>
    internal static EraseRequest FromKept(ReadOnlyMemory<byte> kept, string place)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(kept);
            JsonElement json = document.RootElement;
            return new EraseRequest(
                json.GetProperty("uuid").GetString()!,
                json.GetProperty("requested_at").GetString()!,
                json.GetProperty("refuse_later").GetBoolean(),
                json.GetProperty("reason").GetString(),
                json.GetProperty("requested_by").GetString()!,
                new Uri(json.GetProperty("receiver").GetString()!))
            {
                Body = json.GetProperty("body").GetBytesFromBase64(),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new PingStoreException(
                $"{place}: the request to erase cannot be read: {exception.Message} Restore it from a backup, or ask for it again.", exception);
        }
    }
}
