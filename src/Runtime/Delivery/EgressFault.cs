using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>What has gone wrong on the way and what helps, in words that hold no address of a proxy and no login.</summary>
internal static class EgressFault
{
    internal static EgressAnswer Of(Exception exception, EgressClock limit, EgressWay way)
    {
        if (limit.HasPassed)
        {
            return new EgressAnswer(EgressOutcomes.TimedOut, limit.Sentence);
        }

        if (Inner<AuthenticationException>(exception) is { } tls)
        {
            return new EgressAnswer(
                EgressOutcomes.Untrusted,
                way.Certificate.Problem is { } problem
                    ? $"The {way.Peer}'s certificate does not fit. {problem}"
                    : $"There was no TLS with the {way.Peer}: {EgressText.Line(tls.Message)}");
        }

        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => NoConnection(way, SocketError.HostNotFound),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } when Inner<SocketException>(exception) is { } socket =>
                NoConnection(way, socket.SocketErrorCode),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => NoConnection(way, SocketError.SocketError),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new EgressAnswer(
                EgressOutcomes.Untrusted,
                $"There was no TLS with the {way.Peer}: the connection has ended before it stood. See whether the {way.Peer} talks https, "
                + "and what stands between."),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } proxy => new EgressAnswer(
                EgressOutcomes.Proxy, Refusal(way, proxy.StatusCode is { } status ? (int)status : null)),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => Garbage(way),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new EgressAnswer(
                EgressOutcomes.TooLarge, "The headers of the answer are too large."),
            HttpRequestException or HttpIOException or IOException when Inner<HttpIOException>(exception) is
                { HttpRequestError: HttpRequestError.InvalidResponse } => Garbage(way),
            TrustedAuthoritiesException trust => new EgressAnswer(EgressOutcomes.NoCertificates, trust.Message),
            HttpRequestException or IOException or SocketException => new EgressAnswer(
                EgressOutcomes.CutOff, "The connection has ended before the answer had."),
            OperationCanceledException => new EgressAnswer(
                EgressOutcomes.TimedOut, limit.Sentence),
            _ => new EgressAnswer(EgressOutcomes.CutOff, $"{exception.GetType().Name} was thrown while it was sent."),
        };
    }

    private static EgressAnswer NoConnection(EgressWay way, SocketError error) =>
        new(EgressOutcomes.NoConnection, $"{way.Next} cannot be reached: {Cause(error)} {WayOut(way)}");

    private static string WayOut(EgressWay way) => way.IsProxied
        ? $"See whether {nameof(ServicePingOptions.Proxy)}, or the environment where that is not set, names the right one."
        : "See whether the address is right and the firewall lets it pass; where a proxy is needed, set "
            + $"{nameof(ServicePingOptions.Proxy)}.";

    /// <summary>What a proxy means with which it answers instead of making the way free.</summary>
    private static string Refusal(EgressWay way, int? status) => status switch
    {
        407 => "The proxy has answered with 407: it wants a login, or another one. Write it into the address of the proxy.",
        { } other => string.Create(
            CultureInfo.InvariantCulture,
            $"The proxy has answered with {other}: it does not let it pass, or does not reach the {way.Peer}. Ask whoever runs it."),
        null => "The proxy does not let it pass. Ask whoever runs it.",
    };

    private static EgressAnswer Garbage(EgressWay way) => new(EgressOutcomes.Garbage, $"What the {way.Peer} has answered is no HTTP.");

    private static string Cause(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "nobody listens there.",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "its name is not known.",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown => "there is no network to it.",
        SocketError.SocketError => "nobody answers there.",
        _ => $"{error}.",
    };

    private static T? Inner<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return exception as T;
    }
}
