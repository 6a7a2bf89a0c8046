using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>Answers with files that pages load: compressed for those who take it, and with nothing for those who have it.</summary>
internal static class AssetAnswer
{
    /// <summary>For addresses that change with the bytes.</summary>
    internal const string Kept = "public, max-age=31536000, immutable";

    /// <summary>For addresses that stay when the bytes change.</summary>
    internal const string AskedEachTime = "no-cache";

    internal static Task WriteAsync(HttpContext context, Asset asset, string caching)
    {
        bool isCompressed = TakesGzip(context.Request);
        string tag = isCompressed ? $"\"{asset.Hash}-gzip\"" : $"\"{asset.Hash}\"";
        HttpResponse response = context.Response;
        response.Headers.ETag = tag;
        response.Headers.CacheControl = caching;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.XContentTypeOptions = "nosniff";
        if (IsKnown(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (isCompressed)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        return Answer.WriteBodyAsync(
            context, StatusCodes.Status200OK, asset.ContentType, isCompressed ? asset.Compressed.Value : asset.Bytes);
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? known)
        && known.Any(one => one.Tag == "*" || one.Tag == tag);

    private static bool TakesGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? encodings)
        && encodings.Any(one => one.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && one.Quality != 0);
}
