using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>Answers of the API.</summary>
internal static class Answer
{
    internal const string JsonType = "application/json";

    /// <summary>Answers with bytes that are there; to HEAD with their length alone.</summary>
    internal static Task WriteAsync(HttpContext context, int status, string type, ReadOnlyMemory<byte> body)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return WriteBodyAsync(context, status, type, body);
    }

    /// <summary>The same without a word on keeping, for those who have said it.</summary>
    internal static Task WriteBodyAsync(HttpContext context, int status, string type, ReadOnlyMemory<byte> body)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.BodyWriter.WriteAsync(body, context.RequestAborted).AsTask();
    }

    internal static Task JsonAsync(HttpContext context, ReadOnlyMemory<byte> body) =>
        WriteAsync(context, StatusCodes.Status200OK, JsonType, body);

    internal static Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            write(json);
        }

        return WriteAsync(context, status, JsonType, buffer.WrittenMemory);
    }
}
