using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Versions.Tests;

/// <summary>A ping as a sender sends it.</summary>
internal sealed record SentPing(string Payload)
{
    internal const string SomeUuid = "ea8bf810-1d6f-4a6a-b4fd-93e8cbd8b57f";

    internal string? Key { get; init; }

    internal bool IsGzip { get; init; }

    /// <summary>The bytes on the wire, where they are not those that belong to the payload.</summary>
    internal byte[]? Wire { get; init; }

    internal string MediaType { get; init; } = "application/json";

    internal IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    internal byte[] Content => Encoding.UTF8.GetBytes(Payload);

    internal byte[] Bytes => Wire ?? (IsGzip ? Gzip(Content) : Content);

    /// <summary>A ping of an instance and a cycle, with as much in the payload as the rest says.</summary>
    internal static SentPing Of(string uuid = SomeUuid, string cycle = "2026-W48", string rest = "") =>
        new($$"""{"uuid":"{{uuid}}","recorded_at":"2026-11-28T02:00:00.000Z"{{rest}}}""") { Key = $"\"{uuid}/{cycle}\"" };

    internal static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    internal static string DigestOf(byte[] content) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:";

    internal HttpRequestMessage Request()
    {
        ByteArrayContent body = new(Bytes);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(MediaType);
        if (IsGzip)
        {
            body.Headers.ContentEncoding.Add("gzip");
        }

        HttpRequestMessage request = new(HttpMethod.Post, "/usage_data") { Content = body };
        request.Headers.Accept.ParseAdd("application/json");
        if (Key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Key);
        }

        foreach ((string name, string value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
