using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ServicePing;

/// <summary>The JSON object in the body of a request: its length is known before it is read, its depth before it is used.</summary>
internal static class JsonBody
{
    private const int Depth = 8;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Depth, AllowDuplicateProperties = false };

    /// <summary>Reads the object.</summary>
    /// <param name="context">The request.</param>
    /// <param name="longest">How many bytes it may have.</param>
    /// <exception cref="RefusedException">There is none, or it is too long, too deep or malformed.</exception>
    internal static async Task<JsonDocument> ReadAsync(HttpContext context, int longest)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new RefusedException(new Problem(
                StatusCodes.Status415UnsupportedMediaType, "The body must be JSON: send it with 'Content-Type: application/json'."));
        }

        ReadOnlySequence<byte> body = await BytesAsync(context, longest).ConfigureAwait(false);
        try
        {
            return Parse(body);
        }
        finally
        {
            context.Request.BodyReader.AdvanceTo(body.End);
        }
    }

    /// <summary>Reads a body of any type as it has come.</summary>
    /// <exception cref="RefusedException">It is too long.</exception>
    internal static async Task<byte[]> ReadBytesAsync(HttpContext context, int longest)
    {
        ReadOnlySequence<byte> body = await BytesAsync(context, longest).ConfigureAwait(false);
        byte[] bytes = body.ToArray();
        context.Request.BodyReader.AdvanceTo(body.End);
        return bytes;
    }

    /// <summary>The whole body in the buffers of the server, which the caller gives back.</summary>
    private static async Task<ReadOnlySequence<byte>> BytesAsync(HttpContext context, int longest)
    {
        if (context.Request.ContentLength > longest)
        {
            throw TooLong(longest);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = longest;
        }

        PipeReader reader = context.Request.BodyReader;
        try
        {
            while (true)
            {
                ReadResult read = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
                if (read.Buffer.Length > longest)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    throw TooLong(longest);
                }

                if (read.IsCompleted)
                {
                    return read.Buffer;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception)
        {
            throw exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLong(longest)
                : new RefusedException(new Problem(exception.StatusCode, "The body was not sent whole."));
        }
    }

    private static JsonDocument Parse(ReadOnlySequence<byte> body)
    {
        JsonDocument document;
        try
        {
            // A copy, because the server's buffers are given back before the document is used.
            document = JsonDocument.Parse(body.ToArray(), Options);
        }
        catch (JsonException exception)
        {
            throw RefusedException.BadRequest(FormattableString.Invariant(
                $"The body is no JSON of at most {Depth} levels: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."));
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw RefusedException.BadRequest("The body must be a JSON object.");
    }

    private static RefusedException TooLong(int longest) => new(new Problem(
        StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"The body may have at most {longest} bytes.")));
}
