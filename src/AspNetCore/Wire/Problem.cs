using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ServicePing;

/// <summary>A refusal: problem details (RFC 9457), with the members by which clients of GitLab's API know it.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">What is wrong and what helps, in a sentence.</param>
internal sealed record Problem(int Status, string Detail)
{
    internal const string Type = "application/problem+json";

    /// <summary>GitLab's <c>error</c> where it has one for this, such as <c>event is missing</c>.</summary>
    internal string? Error { get; init; }

    /// <summary>After what time it is worth while to try again.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    internal Task WriteAsync(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        if (RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = FormattableString.Invariant($"{(long)Math.Ceiling(wait.TotalSeconds)}");
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Answer.WriteAsync(context, Status, Type, Json());
    }

    private ReadOnlyMemory<byte> Json()
    {
        string title = ReasonPhrases.GetReasonPhrase(Status);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("title"u8, title);
            json.WriteNumber("status"u8, Status);
            json.WriteString("detail"u8, Detail);
            if (Error is not null)
            {
                json.WriteString("error"u8, Error);
            }
            else
            {
                json.WriteString("message"u8, FormattableString.Invariant($"{Status} {title}"));
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
