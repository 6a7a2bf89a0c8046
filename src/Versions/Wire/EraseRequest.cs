using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Versions;

/// <summary>The word of an administrator that the receiver shall hold nothing of an instance any more.</summary>
internal sealed record EraseRequest(
    string Uuid, string? Reason, string RequestedAt, bool RefusesLater, InstanceKey? InstanceKey, string? Signature)
{
    private const int MaxReason = 1000;

    /// <summary>The canonical text, which is what is signed; see docs/wire.md.</summary>
    internal string Text => $"""
        ServicePing erase 1
        uuid: {Uuid}
        requested_at: {RequestedAt}
        refuse_later: {(RefusesLater ? "true" : "false")}
        reason: {Reason}

        """;

    /// <summary>What tells a repeated request; it does not tell the instance.</summary>
    internal byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    /// <exception cref="RefusedInputException">It is no such request, or the signature is not that of its key.</exception>
    internal static EraseRequest Read(ReadOnlyMemory<byte> bytes, int depth)
    {
        using JsonInput input = JsonInput.Parse(bytes, depth);
        JsonFields fields = input.Root;
        EraseRequest request = new(
            fields.Uuid(),
            fields.TextOrNull("reason"),
            fields.Moment("requested_at"),
            fields.Truth("refuse_later"),
            fields.TextOrNull("key") is { } key ? PingHeaders.ReadInstanceKey("key", key) : null,
            fields.TextOrNull("signature"));
        if (request.Reason is { } reason && (reason.Length > MaxReason || reason.Any(char.IsControl)))
        {
            throw new RefusedInputException(422, $"reason is longer than {MaxReason} characters or has line breaks.");
        }

        if (request.InstanceKey is null != request.Signature is null)
        {
            throw new RefusedInputException(422, "key and signature go together; one of them is missing.");
        }

        return request.InstanceKey is { } own && !own.HasSigned(request.Text, request.Signature!)
            ? throw new RefusedInputException(403, "The signature does not fit the request and its key.")
            : request;
    }
}
