using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace ServicePing.Runtime.Delivery;

/// <summary>Reads an answer, as far as it may be long and take time.</summary>
internal static class EgressReading
{
    internal static async Task<EgressAnswer> ReadAsync(HttpResponseMessage response, EgressClock limit, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        EgressAnswer answer = new(
            EgressOutcomes.Answered, string.Create(CultureInfo.InvariantCulture, $"The {limit.Peer} has answered with {status}."))
        {
            StatusCode = status,
            RetryAfter = RetryAfter(response.Headers, now),
        };
        try
        {
            return await BodyAsync(response.Content, limit).ConfigureAwait(false) is { } body
                ? answer with { Body = body }
                : answer with
                {
                    Outcome = EgressOutcomes.TooLarge,
                    Message = string.Create(
                        CultureInfo.InvariantCulture,
                        $"The {limit.Peer} has answered with {status} and more than {limit.Limits.AnswerSize} bytes, which are not read."),
                };
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException || limit.HasPassed)
        {
            // The status counts although the rest has not come.
            EgressAnswer fault = EgressFault.Of(exception, limit, new EgressWay(limit.Peer));
            return answer with { Outcome = fault.Outcome, Message = $"{answer.Message} {fault.Message}" };
        }
    }

    /// <summary>All of the body; null where it is longer than it may be.</summary>
    private static async Task<byte[]?> BodyAsync(HttpContent content, EgressClock limit)
    {
        long started = Stopwatch.GetTimestamp();
        int most = limit.Limits.AnswerSize;
        if (content.Headers.ContentLength > most)
        {
            return null;
        }

        limit.BeginPiece(limit.Limits.Body);
        using Stream stream = await content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
        using MemoryStream body = new();
        byte[] piece = new byte[1 << 13];
        while (await stream.ReadAsync(piece, limit.Token).ConfigureAwait(false) is var length and > 0)
        {
            if (body.Length + length > most)
            {
                return null;
            }

            body.Write(piece, 0, length);
            limit.BeginPiece(limit.Limits.Body - Stopwatch.GetElapsedTime(started));
        }

        return body.ToArray();
    }

    /// <summary>By the clock of the receiver where it tells it: that of this machine may differ.</summary>
    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        TimeSpan? wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - (headers.Date ?? now),
            _ => null,
        };
        return wait is { } time && time < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
