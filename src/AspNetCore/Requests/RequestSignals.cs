using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ServicePing;

/// <summary>What a request and its answer say about being counted.</summary>
internal static class RequestSignals
{
    private const string Html = "text/html";
    private const string Xhtml = "application/xhtml+xml";

    /// <summary>Whether a browser has asked not to be tracked (<c>DNT</c>, <c>Sec-GPC</c>), or nobody looks at the answer yet.</summary>
    internal static bool MustNotCount(HttpRequest request)
    {
        IHeaderDictionary headers = request.Headers;
        return HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
            || TrackingWish.IsNotToBeTracked(request)
            || IsAhead(headers["Sec-Purpose"]) || IsAhead(headers["Purpose"]) || IsAhead(headers["X-Moz"]);
    }

    /// <summary>Whether a request asks for HTML in so many words; <c>*/*</c> is what scripts and programs say.</summary>
    internal static bool AsksForHtml(HttpRequest request)
    {
        foreach (string? accept in request.Headers.Accept)
        {
            foreach (Range range in accept.AsSpan().Split(','))
            {
                ReadOnlySpan<char> media = accept.AsSpan()[range].Trim();
                int parameters = media.IndexOf(';');
                ReadOnlySpan<char> type = parameters < 0 ? media : media[..parameters].TrimEnd();
                if ((type.Equals(Html, StringComparison.OrdinalIgnoreCase) || type.Equals(Xhtml, StringComparison.OrdinalIgnoreCase))
                    && (parameters < 0 || !IsRefused(media[parameters..])))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether an answer is a success: somebody has seen what was asked for, or a change has led on to another page.</summary>
    internal static bool IsSuccess(HttpContext context) => context.Response.StatusCode switch
    {
        >= 200 and < 300 or StatusCodes.Status304NotModified => true,
        >= 300 and < 400 => !HttpMethods.IsGet(context.Request.Method),
        _ => false,
    };

    private static bool IsRefused(ReadOnlySpan<char> parameters)
    {
        foreach (Range range in parameters.Split(';'))
        {
            ReadOnlySpan<char> parameter = parameters[range].Trim();
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            {
                return double.TryParse(parameter[2..], CultureInfo.InvariantCulture, out double quality) && quality == 0;
            }
        }

        return false;
    }

    private static bool IsAhead(in StringValues header) =>
        header.Count > 0 && header[0]?.StartsWith("prefetch", StringComparison.OrdinalIgnoreCase) == true;
}
