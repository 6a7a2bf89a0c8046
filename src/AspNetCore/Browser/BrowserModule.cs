using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace ServicePing;

/// <summary>The JavaScript module by which browsers track, as the program serves it.</summary>
internal sealed class BrowserModule
{
    /// <summary>The name of the endpoint, by which pages find its address.</summary>
    internal const string EndpointName = "ServicePing.BrowserModule";

    private const string File = "serviceping.js";
    private const string Contents = "text/javascript; charset=utf-8";

    private readonly byte[] _bytes;
    private readonly byte[] _compressed;
    private readonly string _hash;

    private BrowserModule()
    {
        using Stream stream = typeof(BrowserModule).Assembly.GetManifestResourceStream($"ServicePing.Browser.{File}")!;
        _bytes = new byte[stream.Length];
        stream.ReadExactly(_bytes);
        _compressed = Compress(_bytes);
        _hash = Convert.ToHexStringLower(SHA256.HashData(_bytes).AsSpan(0, 6));
    }

    /// <summary>Serves the module below a prefix: under a name that changes with it and may be kept for ever, and under a name that never changes.</summary>
    internal static void Map(IEndpointRouteBuilder api, Admission admission)
    {
        BrowserModule module = new();
        Map($"serviceping-{module._hash}.js", "public, max-age=31536000, immutable").WithMetadata(new EndpointNameMetadata(EndpointName));
        Map(File, "no-cache");

        IEndpointConventionBuilder Map(string name, string caching) => api
            .MapMethods($"usage_data/{name}", [HttpMethods.Get, HttpMethods.Head], async context =>
            {
                if (await admission.AdmitAsync(context, Gate.Open).ConfigureAwait(false))
                {
                    await module.WriteAsync(context, caching).ConfigureAwait(false);
                }
            })
            .WithMetadata(new AllowAnonymousAttribute(), new ExcludeFromDescriptionAttribute());
    }

    private async Task WriteAsync(HttpContext context, string caching)
    {
        bool isCompressed = TakesGzip(context.Request);
        byte[] body = isCompressed ? _compressed : _bytes;
        string tag = isCompressed ? $"\"{_hash}-gzip\"" : $"\"{_hash}\"";
        HttpResponse response = context.Response;
        response.Headers.ETag = tag;
        response.Headers.CacheControl = caching;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.XContentTypeOptions = "nosniff";
        if (EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? known)
            && known.Any(one => one.Tag == "*" || one.Tag == tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = Contents;
        response.ContentLength = body.Length;
        if (isCompressed)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static bool TakesGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? encodings)
        && encodings.Any(one => one.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && one.Quality != 0);

    private static byte[] Compress(byte[] bytes)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return output.ToArray();
    }
}
