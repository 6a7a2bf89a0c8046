using System.Diagnostics;
using System.Net;
using System.Net.Security;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Settings;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>The one gate through which every byte leaves that this library sends to a receiver.</summary>
/// <remarks>
/// Nothing stays open between two calls: each has connections of its own, so that a proxy and certificates that were changed count at
/// once, and nothing is connected while nothing is sent.
/// </remarks>
internal sealed class EgressGate(ServicePingSettings settings, LiveOptions options, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _end = new();

    internal EgressLimits Limits { get; set; } = new();

    /// <summary>
    /// Asks whether it may leave right before anything else, also before it follows a redirect; a request to erase may always. Where it may
    /// not, nothing is resolved or connected.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or the program ends.</exception>
    internal async Task<EgressAnswer> PostAsync(
        EgressPurpose purpose,
        Uri address,
        ReadOnlyMemory<byte> body,
        IReadOnlyList<(string Name, string Value)> headers,
        CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();

        // Collectors of Snowplow take nothing that is compressed.
        bool isZipped = purpose != EgressPurpose.Events;
        EgressRequest request = new(address, isZipped ? Gzip.Compress(body.Span) : body, isZipped, headers);
        EgressAnswer answer = await AskAsync(purpose, request, cancellationToken).ConfigureAwait(false);
        return answer with { SentBytes = request.SentBytes, Elapsed = Stopwatch.GetElapsedTime(started) };
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task<EgressAnswer> AskAsync(EgressPurpose purpose, EgressRequest request, CancellationToken cancellationToken)
    {
        Uri address = request.Address;
        for (int redirects = 0; ; redirects++)
        {
            if (await RefusalAsync(purpose, address, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return new EgressAnswer(EgressOutcomes.NotPermitted, refusal) { Refusal = refusal };
            }

            (EgressAnswer answer, Uri? next) = await AskOnceAsync(address, request, cancellationToken).ConfigureAwait(false);
            if (next is null)
            {
                return answer;
            }

            if (EgressRedirect.Problem(address, next, redirects, Limits.Redirects) is { } problem)
            {
                return answer with { Outcome = EgressOutcomes.Redirected, Message = problem };
            }

            address = next;
        }
    }

    /// <summary>Why it may not leave: the ping is off, or the receiver was changed since whoever calls has looked.</summary>
    private async Task<string?> RefusalAsync(EgressPurpose purpose, Uri address, CancellationToken cancellationToken)
    {
        if (purpose == EgressPurpose.Erase)
        {
            return null;
        }

        bool isOfEvents = purpose == EgressPurpose.Events;
        SendPermission permission = isOfEvents
            ? await settings.MayForwardAsync(cancellationToken).ConfigureAwait(false)
            : await settings.MaySendAsync(cancellationToken).ConfigureAwait(false);
        Uri? destination = isOfEvents ? ReceiverAddress.Read(options.Value.Snowplow.Collector) : settings.Current.Receiver;
        return !permission.IsAllowed ? permission.Reason
            : destination is not null && EgressRedirect.IsSameHost(destination, address) ? null
            : $"Nothing is sent to {EgressDestination.Shown(address)}: it is not the {(isOfEvents ? "collector" : "receiver")} any more.";
    }

    private async Task<(EgressAnswer Answer, Uri? Next)> AskOnceAsync(
        Uri address, EgressRequest request, CancellationToken cancellationToken)
    {
        using EgressClock limit = new(Limits, cancellationToken, _end.Token);
        ServicePingOptions now = options.Value;
        IWebProxy? proxy = EgressProxy.For(address, now)?.Proxy;
        EgressWay way = new() { IsProxied = proxy is not null };
        try
        {
            using SocketsHttpHandler handler = Handler(proxy, EgressTrust.Options(now.CertificateAuthorities, way.Certificate));
            using HttpMessageInvoker invoker = new(handler, disposeHandler: false);
            using HttpRequestMessage message = request.Message(address, limit);
            limit.BeginConnect();
            using HttpResponseMessage response = await invoker.SendAsync(message, limit.Token).ConfigureAwait(false);
            EgressAnswer answer = await EgressReading.ReadAsync(response, limit, clock.GetUtcNow()).ConfigureAwait(false);
            return (answer, EgressRedirect.Target(address, response));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !_end.IsCancellationRequested)
        {
            return (EgressFault.Of(exception, limit, way), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("Sending was cancelled.", exception, cancellationToken);
        }
    }

    private SocketsHttpHandler Handler(IWebProxy? proxy, SslClientAuthenticationOptions tls) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = Limits.Connect,

        // Nothing of the program's own requests goes along.
        ActivityHeadersPropagator = null,
        UseCookies = false,
        UseProxy = proxy is not null,
        Proxy = proxy,
        SslOptions = tls,
    };
}
