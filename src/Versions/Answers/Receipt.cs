using System.Globalization;
using System.Text.Json;

namespace ServicePing.Versions;

/// <summary>What the receiver says that it holds.</summary>
internal sealed record Receipt(PingKey Ping, Digest Digest, long UsageDataId, DateTimeOffset ReceivedAt)
{
    /// <summary>The canonical text, which is what is signed; see docs/wire.md.</summary>
    internal string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        ServicePing receipt 1
        uuid: {Ping.Uuid}
        cycle: {Ping.Cycle}
        digest: {Digest}
        usage_data_id: {UsageDataId}
        received_at: {Moment.Write(ReceivedAt)}

        """);

    internal SignedReceipt SignWith(ReceiverKey key) => new(this, key.PublicKey, key.Sign(Text));
}

/// <summary>A receipt with its signature.</summary>
internal sealed record SignedReceipt(Receipt Receipt, string Key, string Signature)
{
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("receipt"u8);
        json.WriteString("uuid"u8, Receipt.Ping.Uuid);
        json.WriteString("cycle"u8, Receipt.Ping.Cycle);
        json.WriteString("digest"u8, Receipt.Digest.ToString());
        json.WriteNumber("usage_data_id"u8, Receipt.UsageDataId);
        json.WriteString("received_at"u8, Moment.Write(Receipt.ReceivedAt));
        json.WriteString("key"u8, Key);
        json.WriteString("signature"u8, Signature);
        json.WriteEndObject();
    }
}
