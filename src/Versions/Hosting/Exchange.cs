using Microsoft.AspNetCore.Http;

namespace ServicePing.Versions;

/// <summary>One request and what is known of it, for the record where it is refused.</summary>
internal sealed class Exchange(HttpContext context)
{
    internal HttpContext Context => context;

    internal CancellationToken Aborted => context.RequestAborted;

    /// <summary>The instance, as soon as it is known.</summary>
    internal string? Uuid { get; set; }

    /// <summary>The body as it came, as soon as all of it is there.</summary>
    internal byte[]? Sent { get; set; }

    internal Task<ReceivedBody> ReadBodyAsync(BodyLimits limits) =>
        ReceivedBody.ReadAsync(context.Request, limits, sent => Sent = sent, Aborted);

    internal Refusal Refuse(int status, string reason) => new(
        context.Request.Path.Value ?? "",
        status,
        reason,
        Uuid,
        Sent?.Length ?? context.Request.ContentLength,
        Sent?[..Math.Min(Sent.Length, Diagnostics.KeptBody)]);

    internal Task AnswerAsync(int status, byte[] json) => AnswerAsync(status, "application/json", json);

    /// <summary>Answers with problem details (RFC 9457).</summary>
    internal Task AnswerProblemAsync(int status, string title, string detail, TimeSpan? retryAfter = null)
    {
        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = FormattableString.Invariant($"{(long)Math.Ceiling(wait.TotalSeconds)}");
        }

        return AnswerAsync(status, "application/problem+json", PingAnswer.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("title"u8, title);
            json.WriteNumber("status"u8, status);
            json.WriteString("detail"u8, detail);
            json.WriteEndObject();
        }));
    }

    private Task AnswerAsync(int status, string type, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, 0, json.Length, Aborted);
    }
}
