using System.Text;
using System.Text.Json;

namespace ServicePing.Versions.Tests;

/// <summary>What a receiver answered.</summary>
internal sealed record Answer(int Status, string? Type, TimeSpan? RetryAfter, byte[] Bytes)
{
    internal JsonElement Json => JsonElement.Parse(Bytes);

    internal long UsageDataId => Json.GetProperty("conv_index").GetProperty("usage_data_id").GetInt64();

    internal JsonElement Receipt => Json.GetProperty("receipt");

    internal string Detail => Json.GetProperty("detail").GetString()!;

    internal static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.RetryAfter?.Delta,
        await response.Content.ReadAsByteArrayAsync());

    public override string ToString() => $"{Status} {Encoding.UTF8.GetString(Bytes)}";
}
