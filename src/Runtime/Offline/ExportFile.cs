using System.Security.Cryptography;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Offline;

/// <summary>A ping as a file that people carry to the receiver; docs/wire.md describes it.</summary>
internal static class ExportFile
{
    /// <summary>The file, signed with the key of the instance.</summary>
    internal static ReadOnlyMemory<byte> Write(KeptPing ping, string uuid, PingOrigin origin, ECDsa key, DateTimeOffset exportedAt)
    {
        string digest = WireName.Digest(ping.Record.Sha256);
        string? previous = ping.Record.PreviousSha256 is { } before ? WireName.Digest(before) : null;
        string moment = Timestamp.Format(exportedAt);
        string text = $"""
            ServicePing export 1
            uuid: {uuid}
            cycle: {ping.Record.Cycle}
            digest: {digest}
            previous: {previous}
            product: {origin.Product}
            catalogue: {origin.Catalogue}
            exported_at: {moment}

            """;
        return PlainJson.Write(json =>
        {
            json.WriteNumber("serviceping_export"u8, 1);
            json.WriteString("uuid"u8, uuid);
            json.WriteString("cycle"u8, ping.Record.Cycle);
            json.WriteString("digest"u8, digest);
            if (previous is not null)
            {
                json.WriteString("previous"u8, previous);
            }

            if (origin.Product is not null)
            {
                json.WriteString("product"u8, origin.Product);
            }

            json.WriteString("catalogue"u8, origin.Catalogue);
            json.WriteString("exported_at"u8, moment);
            json.WriteString("content_encoding"u8, "gzip"u8);
            json.WriteBase64String("content"u8, Gzip.Compress(ping.Bytes.Span));
            json.WriteString("key"u8, SignedText.PublicKeyOf(key));
            json.WriteString("signature"u8, SignedText.Sign(key, text));
        });
    }
}
