using System.Text.Json.Nodes;

namespace ServicePing.Versions.Tests;

/// <summary>An offline file as an instance writes it, from the documentation alone.</summary>
internal static class ExportFile
{
    internal static JsonObject Of(SentPing ping, InstanceSigner signer, string uuid = SentPing.SomeUuid, string cycle = "2026-W48")
    {
        string digest = SentPing.DigestOf(ping.Content);
        const string ExportedAt = "2026-11-28T03:00:00.000Z";
        string text = $"ServicePing export 1\nuuid: {uuid}\ncycle: {cycle}\ndigest: {digest}\nprevious: \n"
            + $"product: Forge/1.2.3\ncatalogue: \nexported_at: {ExportedAt}\n";
        JsonObject file = new()
        {
            ["serviceping_export"] = 1,
            ["uuid"] = uuid,
            ["cycle"] = cycle,
            ["digest"] = digest,
            ["product"] = "Forge/1.2.3",
            ["exported_at"] = ExportedAt,
            ["content"] = Convert.ToBase64String(ping.Bytes),
            ["key"] = signer.PublicKey,
            ["signature"] = signer.Sign(text),
        };
        if (ping.IsGzip)
        {
            file["content_encoding"] = "gzip";
        }

        return file;
    }
}
