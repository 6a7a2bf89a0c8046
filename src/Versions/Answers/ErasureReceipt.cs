using System.Globalization;
using System.Text.Json;

namespace ServicePing.Versions;

/// <summary>How many rows of an instance were removed.</summary>
internal sealed record ErasedRows(long Pings, long Metadata, long Errors, long Refusals);

/// <summary>What the receiver says that it has erased.</summary>
internal sealed record ErasureReceipt(EraseRequest Request, ErasedRows Erased, DateTimeOffset ErasedAt)
{
    /// <summary>The canonical text, which is what is signed; see docs/wire.md.</summary>
    internal string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        ServicePing erasure 1
        uuid: {Request.Uuid}
        requested_at: {Request.RequestedAt}
        refuse_later: {(Request.RefusesLater ? "true" : "false")}
        erased_at: {Moment.Write(ErasedAt)}
        pings: {Erased.Pings}
        metadata: {Erased.Metadata}
        errors: {Erased.Errors}
        refusals: {Erased.Refusals}

        """);

    internal void Write(Utf8JsonWriter json, string key, string signature)
    {
        json.WriteStartObject();
        json.WriteStartObject("erasure"u8);
        json.WriteString("uuid"u8, Request.Uuid);
        json.WriteString("requested_at"u8, Request.RequestedAt);
        json.WriteBoolean("refuse_later"u8, Request.RefusesLater);
        json.WriteString("erased_at"u8, Moment.Write(ErasedAt));
        json.WriteNumber("pings"u8, Erased.Pings);
        json.WriteNumber("metadata"u8, Erased.Metadata);
        json.WriteNumber("errors"u8, Erased.Errors);
        json.WriteNumber("refusals"u8, Erased.Refusals);
        json.WriteString("key"u8, key);
        json.WriteString("signature"u8, signature);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
