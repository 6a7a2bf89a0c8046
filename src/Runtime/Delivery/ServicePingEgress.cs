using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Delivery;

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
    /// The receiver, and before it the proxy where there is one, which then is the only host that the program itself connects to; nothing
    /// where there is no receiver.
    /// </returns>
    public async Task<IReadOnlyList<EgressDestination>> ListAsync(CancellationToken cancellationToken = default)
    {
        PingSettings now = await _settings.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (now.Receiver is not { } receiver)
        {
            return [];
        }

        const string What = "pings, what their metrics have cost, errors, and requests to erase";
        EgressDestination destination = new(receiver.Host, receiver.Port, $"The receiver of {What}.");
        return EgressProxy.For(receiver, _options.Value) is { Address: { } proxy }
            ?
            [
                new EgressDestination(proxy.Host, proxy.Port, $"The proxy to {destination}."),
                destination with { Purpose = $"The receiver of {What}; the proxy connects to it." },
            ]
            : [destination];
    }
}
