using System.Net.Sockets;
using System.Security.Authentication;

namespace ServicePing;

/// <summary>What has gone wrong on the way, in words that hold no address of a proxy and no login.</summary>
internal static class EgressFault
{
    internal static EgressAnswer Of(Exception exception, EgressClock limit)
    {
        if (limit.HasPassed)
        {
            return new EgressAnswer(EgressOutcomes.TimedOut, limit.Sentence);
        }

        if (Inner<AuthenticationException>(exception) is { } tls)
        {
            return new EgressAnswer(
                EgressOutcomes.Untrusted,
                $"The receiver's certificate does not fit: {tls.Message} A receiver with certificates of its own needs "
                + $"{nameof(ServicePingOptions.CertificateAuthorities)}.");
        }

        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => NoConnection("its name is not known"),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } when Inner<SocketException>(exception) is { } socket =>
                NoConnection(Lower(socket.SocketErrorCode)),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => NoConnection("nobody answers there"),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new EgressAnswer(
                EgressOutcomes.Untrusted, "There was no TLS with the receiver: the connection has ended before it stood."),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } proxy => new EgressAnswer(
                EgressOutcomes.Proxy,
                proxy.StatusCode is { } status ? $"The proxy has answered with {(int)status}." : "The proxy does not let it pass."),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => Garbage(),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new EgressAnswer(
                EgressOutcomes.TooLarge, "The headers of the answer are too large."),
            HttpRequestException or HttpIOException or IOException when Inner<HttpIOException>(exception) is
                { HttpRequestError: HttpRequestError.InvalidResponse } => Garbage(),
            EgressTrustException trust => new EgressAnswer(EgressOutcomes.NoCertificates, trust.Message),
            HttpRequestException or IOException or SocketException => new EgressAnswer(
                EgressOutcomes.CutOff, "The connection has ended before the answer had."),
            OperationCanceledException => new EgressAnswer(
                EgressOutcomes.TimedOut, limit.Sentence),
            _ => new EgressAnswer(EgressOutcomes.CutOff, $"{exception.GetType().Name} was thrown while it was sent."),
        };
    }

    private static EgressAnswer NoConnection(string why) =>
        new(EgressOutcomes.NoConnection, $"The receiver cannot be reached: {why}.");

    private static EgressAnswer Garbage() => new(EgressOutcomes.Garbage, "What the receiver has answered is no HTTP.");

    private static string Lower(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "nobody listens there",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "its name is not known",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown => "there is no network to it",
        _ => $"{error}",
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
