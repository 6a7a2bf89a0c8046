using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>What a receiver says under its signature that it holds; docs/wire.md describes it.</summary>
internal sealed record ReceiverReceipt(string Uuid, string Cycle, string Digest, long UsageDataId, string ReceivedAt, string Key)
{
    /// <summary>The receipt as it has come, to the byte.</summary>
    internal required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Reads a receipt whose signature fits the key that it names; where it is none, says why in a sentence.</summary>
    internal static (ReceiverReceipt? Receipt, string Problem) Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || Text(json, "uuid") is not { } uuid
            || Text(json, "cycle") is not { } cycle
            || Text(json, "digest") is not { } digest
            || !json.TryGetProperty("usage_data_id", out JsonElement number)
            || number.ValueKind != JsonValueKind.Number
            || !number.TryGetInt64(out long usageDataId)
            || Text(json, "received_at") is not { } receivedAt
            || Text(json, "key") is not { } key
            || Text(json, "signature") is not { } signature)
        {
            return (null, "The receipt lacks a part: it was changed on the way.");
        }

        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ServicePing receipt 1
            uuid: {uuid}
            cycle: {cycle}
            digest: {digest}
            usage_data_id: {usageDataId}
            received_at: {receivedAt}

            """);
        return SignedText.IsSigned(text, key, signature)
            ? (new ReceiverReceipt(uuid, cycle, digest, usageDataId, receivedAt, key)
            {
                Bytes = JsonMarshal.GetRawUtf8Value(json).ToArray(),
            }, "")
            : (null, "The signature does not fit the receipt: it was changed on the way.");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
