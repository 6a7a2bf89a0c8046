using System.Text.Json;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Offline;

/// <summary>The answer of a receiver to a file, as people bring it.</summary>
internal static class ReceiptFile
{
    private const int MaxSize = 1 << 20;

    /// <summary>Reads its receipt.</summary>
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
                (ReceiverReceipt? read, string problem) = ReceiverReceipt.Read(receipt);
                return read ?? throw new OfflineException($"{problem} Post the exported file again; the receiver answers the same.");
            }

            throw new OfflineException(
                root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("detail", out JsonElement detail)
                && detail.ValueKind == JsonValueKind.String
                    ? $"The receiver has not taken the ping: {EgressText.Line(detail.GetString()!)}"
                    : "The file has no receipt. Choose the answer of the receiver, as it has come.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new OfflineException("The file is no JSON: it is damaged, or another one. Fetch the answer of the receiver again.", exception);
        }
    }
}
