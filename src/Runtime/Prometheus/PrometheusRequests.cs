using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Prometheus;

/// <summary>
/// Sends requests of one collection, each within its limit, and says in words that hold no login what has gone wrong. No redirect is followed and no
/// proxy taken.
/// </summary>
internal sealed class PrometheusRequests : IDisposable
{
    private readonly PrometheusOptions _options;
    private readonly HttpMessageInvoker _client;
    private readonly AuthenticationHeaderValue? _login;
    private readonly CancellationTokenSource _all;
    private readonly CancellationToken _cancelled;

    /// <exception cref="PrometheusException">A file that the options name cannot be used.</exception>
    internal PrometheusRequests(PrometheusOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _login = Login(options);
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = options.ConnectTimeout,
            ActivityHeadersPropagator = null,
            UseCookies = false,
            UseProxy = false,
            SslOptions = Tls(options),
        };
        _client = new HttpMessageInvoker(handler);
        _cancelled = cancellationToken;
        _all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _all.CancelAfter(options.Timeout);
    }

    public void Dispose()
    {
        _client.Dispose();
        _all.Dispose();
    }

    /// <summary>Whether the certificate of a server was refused: then nobody else is asked in its place.</summary>
    internal bool HasRefusedCertificate { get; private set; }

    /// <summary>Asks, and reads the whole answer.</summary>
    /// <param name="address">What to ask.</param>
    /// <param name="form">What to send; null for a request without a body.</param>
    /// <param name="withLogin">Whether the login goes along.</param>
    /// <param name="server">Who is asked, in a word for messages.</param>
    /// <exception cref="PrometheusException">There was no answer.</exception>
    internal async Task<(HttpStatusCode Status, byte[] Body)> AskAsync(
        Uri address, IReadOnlyDictionary<string, string>? form, bool withLogin = true, string server = "Prometheus")
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_all.Token);
        limit.CancelAfter(_options.QueryTimeout);
        try
        {
            using HttpRequestMessage request = new(form is null ? HttpMethod.Get : HttpMethod.Post, address);
            request.Headers.Authorization = withLogin ? _login : null;
            request.Content = form is null ? null : new FormUrlEncodedContent(form);
            using HttpResponseMessage response = await _client.SendAsync(request, limit.Token).ConfigureAwait(false);
            return (response.StatusCode, await BodyAsync(response.Content, limit.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not PrometheusException && !_cancelled.IsCancellationRequested)
        {
            throw Fault(exception, server, address);
        }
    }

    private async Task<byte[]> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using MemoryStream body = new();
        byte[] piece = new byte[1 << 14];
        while (await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is var length and > 0)
        {
            if (body.Length + length > _options.MaxAnswerBytes)
            {
                throw new PrometheusException(PrometheusFault.UnexpectedResponseError, new Failure(
                    ReadingStatus.Failed,
                    $"The answer is longer than the {_options.MaxAnswerBytes} bytes of ServicePingOptions.Prometheus.MaxAnswerBytes: let the query give fewer series."));
            }

            body.Write(piece, 0, length);
        }

        return body.ToArray();
    }

    private PrometheusException Fault(Exception exception, string server, Uri address)
    {
        string place = $"{server} at {address.GetLeftPart(UriPartial.Authority)}";
        if (_all.IsCancellationRequested)
        {
            return TimedOut(PrometheusFault.ReadTimeout, $"The queries took longer together than ServicePingOptions.Prometheus.Timeout, which is {_options.Timeout}.", exception);
        }

        return exception switch
        {
            OperationCanceledException { InnerException: TimeoutException } => TimedOut(
                PrometheusFault.OpenTimeout, $"{place} has not taken the connection within {_options.ConnectTimeout}.", exception),
            OperationCanceledException => TimedOut(
                PrometheusFault.ReadTimeout, $"{place} has not answered within {_options.QueryTimeout}.", exception),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Unavailable(
                HasRefusedCertificate
                    ? $"The certificate of {place} is not trusted: name its authorities in ServicePingOptions.Prometheus.CertificateAuthorities, or see whether the host name is right."
                    : $"{place} does not talk TLS.",
                exception),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Unavailable($"{place} cannot be reached: its name is not known.", exception),
            HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => Unavailable(
                $"{place} cannot be reached: nobody listens there.", exception),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => Unavailable($"{place} cannot be reached: there is no way to it.", exception),
            _ => Unavailable($"The connection to {place} has ended before the answer had.", exception),
        };
    }

    private static PrometheusException TimedOut(PrometheusFault fault, string message, Exception exception) =>
        new(fault, new Failure(ReadingStatus.TimedOut, message), exception);

    private static PrometheusException Unavailable(string message, Exception? exception) =>
        new(PrometheusFault.ConnectionError, new Failure(ReadingStatus.Unavailable, message), exception);

    private static AuthenticationHeaderValue? Login(PrometheusOptions options)
    {
        if (!string.IsNullOrEmpty(options.Username))
        {
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{options.Password}")));
        }

        string? token = options.BearerToken;
        if (!string.IsNullOrEmpty(options.BearerTokenFile))
        {
            try
            {
                token = File.ReadAllText(options.BearerTokenFile).Trim();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Unavailable($"The bearer token in '{options.BearerTokenFile}' cannot be read: {exception.Message}", exception);
            }

            if (token.Length == 0 || token.Any(letter => letter is <= ' ' or > '~'))
            {
                throw Unavailable($"'{options.BearerTokenFile}' holds no bearer token: write it there on one line.", null);
            }
        }

        return string.IsNullOrEmpty(token) ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    private SslClientAuthenticationOptions Tls(PrometheusOptions options)
    {
        try
        {
            return new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = TrustedAuthorities.Policy(options.CertificateAuthorities),
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, _, _, errors) =>
                {
                    HasRefusedCertificate |= errors != SslPolicyErrors.None;
                    return errors == SslPolicyErrors.None;
                },
            };
        }
        catch (TrustedAuthoritiesException exception)
        {
            throw Unavailable(exception.Message, exception);
        }
    }
}
