using System.Globalization;
using System.Security.Cryptography;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Offline;

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
        ReadOnlyMemory<byte> body = PlainJson.Write(json =>
        {
            json.WriteString("uuid"u8, uuid);
            json.WriteString("requested_at"u8, at);
            json.WriteBoolean("refuse_later"u8, refusesLater);
            if (reason is not null)
            {
                json.WriteString("reason"u8, reason);
            }

            json.WriteString("key"u8, SignedText.PublicKeyOf(key));
            json.WriteString("signature"u8, SignedText.Sign(key, text));
        });
        return new EraseRequest(uuid, at, refusesLater, reason, who, receiver) { Body = body };
    }

    internal ReadOnlyMemory<byte> ToKept() => PlainJson.Write(json =>
    {
        json.WriteString("uuid"u8, Uuid);
        json.WriteString("requested_at"u8, RequestedAt);
        json.WriteBoolean("refuse_later"u8, RefusesLater);
        json.WriteString("reason"u8, Reason);
        json.WriteString("requested_by"u8, RequestedBy);
        json.WriteString("receiver"u8, Receiver.AbsoluteUri);
        json.WriteBase64String("body"u8, Body.Span);
    });

    /// <exception cref="PingStoreException">Another version has written it.</exception>
    internal static EraseRequest FromKept(ReadOnlyMemory<byte> kept, string place) => KeptJson.Read(
        kept,
        json => new EraseRequest(
            json.GetProperty("uuid").GetString()!,
            json.GetProperty("requested_at").GetString()!,
            json.GetProperty("refuse_later").GetBoolean(),
            json.GetProperty("reason").GetString(),
            json.GetProperty("requested_by").GetString()!,
            new Uri(json.GetProperty("receiver").GetString()!))
        {
            Body = json.GetProperty("body").GetBytesFromBase64(),
        },
        $"{place}: the request to erase",
        "Restore it from a backup, or ask for it again.");
}
