using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServicePing;

/// <summary>What pages are made of.</summary>
internal sealed class PageServices
{
    private readonly ServicePingCatalogue _catalogue;

    internal PageServices(IServiceProvider services)
    {
        CancellationToken stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        _catalogue = services.GetRequiredService<ServicePingCatalogue>();
        Settings = services.GetRequiredService<ServicePingSettings>();
        History = services.GetRequiredService<IPingHistory>();
        Erasure = services.GetRequiredService<ServicePingErasure>();
        Offline = services.GetRequiredService<ServicePingOffline>();
        Tokens = services.GetRequiredService<ServicePingTokens>();
        Egress = services.GetRequiredService<ServicePingEgress>();
        Forwarding = services.GetRequiredService<ServicePingForwarding>();
        Sites = services.GetRequiredService<ServicePingSites>();
        Queries = services.GetRequiredService<ServicePingQueries>();
        Previews = new PreviewDesk(
            services.GetRequiredService<ServicePingReports>(), services.GetRequiredService<TimeProvider>(), stopping);
        Sends = new SendDesk(History, stopping);
    }

    internal ServicePingSettings Settings { get; }

    internal IPingHistory History { get; }

    internal ServicePingErasure Erasure { get; }

    internal ServicePingOffline Offline { get; }

    internal ServicePingTokens Tokens { get; }

    internal ServicePingEgress Egress { get; }

    internal ServicePingForwarding Forwarding { get; }

    internal ServicePingSites Sites { get; }

    internal ServicePingQueries Queries { get; }

    internal PreviewDesk Previews { get; }

    internal SendDesk Sends { get; }

    /// <summary>What may be shown under settings.</summary>
    internal ShownMetrics Metrics(PingSettings settings) => new(_catalogue, settings);

    /// <summary>What may be shown under the settings that hold now, which are read anew.</summary>
    internal async Task<ShownMetrics> MetricsAsync(PageCall call) =>
        Metrics(await Settings.RefreshAsync(call.End).ConfigureAwait(false));
}
