using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Settings;

namespace ServicePing;

/// <summary>Lists where the service ping may connect to, for whoever writes a firewall's rules.</summary>
/// <remarks>Registered by <c>AddServicePing</c>. The databases and the Redis of the program are not listed: it knows them itself.</remarks>
public sealed class ServicePingEgress
{
    private readonly ServicePingSettings _settings;
    private readonly LiveOptions _options;

    internal ServicePingEgress(ServicePingSettings settings, LiveOptions options) => (_settings, _options) = (settings, options);

    /// <summary>Lists every host and port, also where the ping is off; nothing is resolved or connected for it.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>
    /// The receiver, the collector of single events and the primary site, and before the first two the proxy where there is one, which then is the only host that the
    /// program itself connects to; nothing where there are none.
    /// </returns>
    public async Task<IReadOnlyList<EgressDestination>> ListAsync(CancellationToken cancellationToken = default)
    {
        PingSettings now = await _settings.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. ListTo(now.Receiver, "receiver of pings, what their metrics have cost, errors, and requests to erase"),
            .. ListTo(ReceiverAddress.Read(_options.Value.Snowplow.Collector), "Snowplow collector of single events that are forwarded"),
            .. ListPrimary(),
        ];
    }

    /// <summary>Sites reach each other without a proxy.</summary>
    private IEnumerable<EgressDestination> ListPrimary() => ReceiverAddress.Read(_options.Value.Sites.Primary) is { } primary
        ? [new EgressDestination(primary.Host, primary.Port, "The primary site, while this one is a secondary.")]
        : [];

    private IEnumerable<EgressDestination> ListTo(Uri? address, string what)
    {
        if (address is null)
        {
            yield break;
        }

        EgressDestination destination = new(address.Host, address.Port, $"The {what}.");
        if (EgressProxy.For(address, _options.Value) is { Address: { } proxy })
        {
            yield return new EgressDestination(proxy.Host, proxy.Port, $"The proxy to {destination}.");
            destination = destination with { Purpose = $"The {what}; the proxy connects to it." };
        }

        yield return destination;
    }
}
