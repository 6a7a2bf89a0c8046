namespace ServicePing.Versions;

/// <summary>A ping that came as a file, signed with the key of its instance.</summary>
internal sealed record OfflineFile(
    PingKey Key,
    Digest Digest,
    Digest? Previous,
    string? Product,
    string? Catalogue,
    string ExportedAt,
    bool IsGzip,
    byte[] Content,
    InstanceKey InstanceKey,
    string Signature)
{
    /// <summary>The canonical text, which is what is signed; see docs/wire.md.</summary>
    internal string Text => $"""
        ServicePing export 1
        uuid: {Key.Uuid}
        cycle: {Key.Cycle}
        digest: {Digest}
        previous: {Previous}
        product: {Product}
        catalogue: {Catalogue}
        exported_at: {ExportedAt}

        """;

    internal PingHeaders Headers => new(Key, Digest, Previous, Product, Catalogue, InstanceKey);

    /// <exception cref="RefusedInputException">It is no such file, or the signature is not that of its key.</exception>
    internal static OfflineFile Read(ReadOnlyMemory<byte> bytes, int depth)
    {
        using JsonInput input = JsonInput.Parse(bytes, depth);
        JsonFields fields = input.Root;
        if (fields.Number("serviceping_export") != 1)
        {
            throw new RefusedInputException(422, "serviceping_export is not 1, the one form of file that this receiver knows.");
        }

        string uuid = fields.Text("uuid");
        string cycle = fields.Text("cycle");
        if (!PingKey.IsName(uuid) || !PingKey.IsCycle(cycle))
        {
            throw new RefusedInputException(422, "uuid or cycle is not 1 to 100 visible ASCII characters without quotes and backslashes.");
        }

        OfflineFile file = new(
            new PingKey(uuid, cycle),
            PingHeaders.ReadDigest("digest", fields.Text("digest")),
            fields.TextOrNull("previous") is { } previous ? PingHeaders.ReadDigest("previous", previous) : null,
            fields.TextOrNull("product") is { } product ? PingHeaders.CheckText("product", product) : null,
            fields.TextOrNull("catalogue") is { } catalogue ? PingHeaders.CheckText("catalogue", catalogue) : null,
            fields.Moment("exported_at"),
            fields.TextOrNull("content_encoding") switch
            {
                null => false,
                "gzip" => true,
                string other => throw new RefusedInputException(415, $"The content_encoding '{other}' is not known; it is gzip or left out."),
            },
            fields.Base64("content"),
            PingHeaders.ReadInstanceKey("key", fields.Text("key")),
            fields.Text("signature"));
        return file.InstanceKey.HasSigned(file.Text, file.Signature)
            ? file
            : throw new RefusedInputException(403, "The signature does not fit the file and its key: it was changed, or signed otherwise.");
    }
}
