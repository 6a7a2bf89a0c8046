using System.Globalization;
using System.Text;
using System.Text.Json;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Offline;

/// <summary>What the receiver says under its signature that it has erased.</summary>
/// <param name="Key">The receiver's public key.</param>
/// <param name="Sentence">What it says, in words.</param>
internal sealed record ErasureReceipt(string Key, string Sentence)
{
    /// <summary>The receipt as it has come, to the byte.</summary>
    internal required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Reads the answer to a request; null where it is none, or not signed.</summary>
    internal static ErasureReceipt? Read(ReadOnlyMemory<byte> answer, EraseRequest request)
    {
        try
        {
            using JsonDocument document =
                JsonDocument.Parse(answer, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("erasure", out JsonElement erasure)
                    ? Read(erasure, request)
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static ErasureReceipt? Read(JsonElement json, EraseRequest request)
    {
        string erasedAt = json.GetProperty("erased_at").GetString()!;
        long pings = json.GetProperty("pings").GetInt64();
        long metadata = json.GetProperty("metadata").GetInt64();
        long errors = json.GetProperty("errors").GetInt64();
        long refusals = json.GetProperty("refusals").GetInt64();
        string key = json.GetProperty("key").GetString() ?? "";
        bool isOfRequest = json.GetProperty("uuid").GetString() == request.Uuid
            && json.GetProperty("requested_at").GetString() == request.RequestedAt
            && json.GetProperty("refuse_later").GetBoolean() == request.RefusesLater;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ServicePing erasure 1
            uuid: {request.Uuid}
            requested_at: {request.RequestedAt}
            refuse_later: {(request.RefusesLater ? "true" : "false")}
            erased_at: {erasedAt}
            pings: {pings}
            metadata: {metadata}
            errors: {errors}
            refusals: {refusals}

            """);
        return isOfRequest && SignedText.IsSigned(text, key, json.GetProperty("signature").GetString() ?? "")
            ? new ErasureReceipt(key, string.Create(
                CultureInfo.InvariantCulture,
                $"The receiver has erased {pings} pings, {metadata} metadata, {errors} errors and {refusals} refusals at {EgressText.Line(erasedAt)}."))
            {
                Bytes = Encoding.UTF8.GetBytes(json.GetRawText()),
            }
            : null;
    }
}
