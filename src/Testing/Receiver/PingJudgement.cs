using System.Security.Cryptography;
using System.Text.Json;

namespace ServicePing.Testing;

/// <summary>Whether a request is a ping as <c>docs/wire.md</c> describes it.</summary>
/// <param name="Uuid">The installation; null where the payload does not say it.</param>
/// <param name="Cycle">The cycle; null where nothing says it.</param>
/// <param name="Reasons">What is wrong, a sentence each.</param>
internal sealed record PingJudgement(string? Uuid, string? Cycle, IReadOnlyList<string> Reasons)
{
    internal static PingJudgement Of(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> headers)
    {
        List<string> reasons = [];
        string? uuid = null;
        string? cycle = null;
        string type = headers.GetValueOrDefault("Content-Type", "");
        if (!type.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            reasons.Add($"The Content-Type is '{type}', not 'application/json'.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                uuid = Text(document.RootElement, "uuid");
                cycle = Text(document.RootElement, "recorded_at");
                if (uuid is null)
                {
                    reasons.Add("The payload has no text 'uuid'.");
                }
            }
            else
            {
                reasons.Add($"The payload is no JSON object: {document.RootElement.ValueKind}.");
            }
        }
        catch (JsonException exception)
        {
            reasons.Add($"The payload is no JSON, or says something twice: {exception.Message}");
        }

        if (headers.TryGetValue("ServicePing-Digest", out string? said) && DigestOf(body) is var digest && said != digest)
        {
            reasons.Add($"The ServicePing-Digest is '{said}', and that of the payload '{digest}'.");
        }

        if (headers.TryGetValue("Idempotency-Key", out string? key))
        {
            string[] parts = key.Trim('"').Split('/');
            if (key is not ['"', _, .., '"'] || parts.Length != 2 || parts.Any(part => part.Length is 0 or > 100))
            {
                reasons.Add($"The Idempotency-Key is '{key}', and not \"uuid/cycle\" in quotes.");
            }
            else if (uuid is not null && parts[0] != uuid)
            {
                reasons.Add($"The Idempotency-Key is of '{parts[0]}', and the payload of '{uuid}'.");
            }
            else
            {
                cycle = parts[1];
            }
        }
        else if (cycle is null)
        {
            reasons.Add("There is neither an Idempotency-Key nor a 'recorded_at' in the payload.");
        }

        return new PingJudgement(uuid, cycle, reasons);
    }

    /// <summary>The hash of bytes, as it is written on the wire.</summary>
    internal static string DigestOf(ReadOnlyMemory<byte> bytes) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes.Span))}:";

    private static string? Text(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
