using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServicePing.Benchmarks.Receiver;

/// <summary>A ping of 3,000 metrics, half of them zero, as an instance of a fleet sends it in some week.</summary>
internal sealed record SampledPing(string Key, byte[] Packed, string Digest, int Size)
{
    internal const int Metrics = 3_000;

    private const string RecordedAt = "2026-11-28T02:00:00.000Z";

    internal static SampledPing Of(int instance, int week)
    {
        byte[] identifier = new byte[16];
        new Random(instance).NextBytes(identifier);
        string uuid = new Guid(identifier).ToString();
        Random random = new((instance * 1_000) + week);
        using MemoryStream content = new();
        using (Utf8JsonWriter json = new(content))
        {
            json.WriteStartObject();
            json.WriteString("uuid", uuid);
            json.WriteString("recorded_at", RecordedAt);
            json.WriteNumber("active_user_count", random.Next(1, 5_000));
            json.WriteStartObject("counts");
            json.WriteNumber("issues_monthly", random.Next(100_000));
            for (int metric = 4; metric < Metrics; metric++)
            {
                long value = random.Next(2) == 0 ? 0 : (long)Math.Exp(random.NextDouble() * 14);
                json.WriteNumber(string.Create(CultureInfo.InvariantCulture, $"projects_with_feature_{metric}"), value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        byte[] bytes = content.ToArray();
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return new SampledPing(
            $"\"{uuid}/{week}\"", packed.ToArray(), $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:", bytes.Length);
    }

    internal HttpRequestMessage Request()
    {
        ByteArrayContent body = new(Packed);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        body.Headers.ContentEncoding.Add("gzip");
        HttpRequestMessage request = new(HttpMethod.Post, "/usage_data") { Content = body };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Key);
        request.Headers.TryAddWithoutValidation("ServicePing-Digest", Digest);
        return request;
    }
}
