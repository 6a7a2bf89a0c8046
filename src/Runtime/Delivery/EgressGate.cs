using System.Diagnostics;
using System.Net;
using System.Net.Security;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Settings;
using ServicePing.Runtime.Sites;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>The one gate through which every byte leaves that this library sends to a receiver, a collector or the primary.</summary>
/// <remarks>
/// Nothing stays open between two calls: each has connections of its own, so that a proxy and certificates that were changed count at
/// once, and nothing is connected while nothing is sent.
/// </remarks>
internal sealed class EgressGate(ServicePingSettings settings, KnownSites sites, LiveOptions options, TimeProvider clock) : IDisposable
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

        // Collectors of Snowplow take nothing that is compressed, and a primary's program need not.
        bool isZipped = purpose is not (EgressPurpose.Events or EgressPurpose.Site);
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

            (EgressAnswer answer, Uri? next) = await AskOnceAsync(purpose, address, request, cancellationToken).ConfigureAwait(false);
            if (next is null)
            {
                return answer;
            }

            if (EgressRedirect.Problem(purpose.PeerOf(), address, next, redirects, Limits.Redirects) is { } problem)
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

        if (purpose == EgressPurpose.Site)
        {
            return await SiteRefusalAsync(address, cancellationToken).ConfigureAwait(false);
        }

        bool isOfEvents = purpose == EgressPurpose.Events;
        SendPermission permission = isOfEvents
            ? await settings.MayForwardAsync(cancellationToken).ConfigureAwait(false)
            : await settings.MaySendAsync(cancellationToken).ConfigureAwait(false);
        Uri? destination = isOfEvents ? ReceiverAddress.Read(options.Value.Snowplow.Collector) : settings.Current.Receiver;
        return !permission.IsAllowed ? permission.Reason
            : destination is not null && EgressRedirect.IsSameHost(destination, address) ? null
            : $"Nothing is sent to {EgressDestination.Shown(address)}: it is not the {purpose.PeerOf()} any more.";
    }

    /// <summary>What was computed may go to the primary, for as long as this is a secondary of it that may compute.</summary>
    private async Task<string?> SiteRefusalAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            PingSettings now = await settings.RefreshAsync(cancellationToken).ConfigureAwait(false);
            return !now.IsConfirmed ? now.Problems[0]
                : !now.IsGenerationEnabled ? now.DisabledReason
                : !await sites.IsSecondaryAsync(cancellationToken).ConfigureAwait(false) ? "This site is no secondary any more."
                : ReceiverAddress.Read(options.Value.Sites.Primary) is { } primary && EgressRedirect.IsSameHost(primary, address) ? null
                : $"Nothing is sent to {EgressDestination.Shown(address)}: it is not the primary any more.";
        }
        catch (PingStoreException exception)
        {
            return exception.Message;
        }
    }

    private async Task<(EgressAnswer Answer, Uri? Next)> AskOnceAsync(
        EgressPurpose purpose,
        Uri address, EgressRequest request, CancellationToken cancellationToken)
    {
        using EgressClock limit = new(Limits, purpose.PeerOf(), cancellationToken, _end.Token);
        ServicePingOptions now = options.Value;
        bool isToPrimary = purpose == EgressPurpose.Site;
        string? authorities = isToPrimary ? now.Sites.CertificateAuthorities : now.CertificateAuthorities;

        // Sites reach each other without the proxy to the world.
        IWebProxy? proxy = isToPrimary ? null : EgressProxy.For(address, now)?.Proxy;
        EgressWay way = new(purpose.PeerOf()) { IsProxied = proxy is not null };
        try
        {
            using SocketsHttpHandler handler = Handler(proxy, EgressTrust.Options(authorities, way.Certificate));
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
