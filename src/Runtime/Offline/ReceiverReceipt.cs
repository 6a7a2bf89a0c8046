using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ServicePing;

/// <summary>What a receiver says under its signature that it holds.</summary>
internal sealed record ReceiverReceipt(string Uuid, string Cycle, string Digest, long UsageDataId, string ReceivedAt, string Key)
{
    private const int MaxSize = 1 << 20;

    /// <summary>The receipt as it has come, to the byte.</summary>
    internal required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Reads the answer of a receiver to a file.</summary>
    /// <exception cref="OfflineException">It is none, or not as the receiver has signed it.</exception>
    internal static ReceiverReceipt Read(ReadOnlyMemory<byte> answer)
    {
        if (answer.Length > MaxSize)
        {
            throw new OfflineException($"The file is larger than {MaxSize} bytes, hence no answer of a receiver. Choose the file that it gave.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(
                answer.Span.StartsWith("\uFEFF"u8) ? answer[3..] : answer,
                new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("receipt", out JsonElement receipt))
            {
                return Read(receipt);
            }

            throw new OfflineException(root.ValueKind == JsonValueKind.Object && Text(root, "detail") is { } detail
                ? $"The receiver has not taken the ping: {EgressText.Line(detail)}"
                : "The file has no receipt. Choose the answer of the receiver, as it has come.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new OfflineException("The file is no JSON: it is damaged, or another one. Fetch the answer of the receiver again.", exception);
        }
    }

    private static ReceiverReceipt Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object
            && Text(json, "uuid") is { } uuid
            && Text(json, "cycle") is { } cycle
            && Text(json, "digest") is { } digest
            && json.TryGetProperty("usage_data_id", out JsonElement number)
            && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt64(out long usageDataId)
            && Text(json, "received_at") is { } receivedAt
            && Text(json, "key") is { } key
            && Text(json, "signature") is { } signature)
        {
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
                ? new ReceiverReceipt(uuid, cycle, digest, usageDataId, receivedAt, key)
                {
                    Bytes = Encoding.UTF8.GetBytes(json.GetRawText()),
                }
                : throw new OfflineException(
                    "The signature does not fit the receipt: it was changed on the way. Post the exported file again; the receiver answers the same.");
        }

        throw new OfflineException("The receipt lacks a part: it was changed on the way. Post the exported file again; the receiver answers the same.");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
