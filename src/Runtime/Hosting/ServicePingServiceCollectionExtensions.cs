using System.ComponentModel;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Counters.Postgres;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Events;
using ServicePing.Runtime.Forwarding;
using ServicePing.Runtime.Hosting;
using ServicePing.Runtime.Logging;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.ReadyMade;
using ServicePing.Runtime.Resume;
using ServicePing.Runtime.Schedule;
using ServicePing.Runtime.Settings;
using ServicePing.Runtime.Sites;
using ServicePing.Runtime.Snowplow;
using ServicePing.Runtime.Sources;
using ServicePing.Runtime.Storage;

namespace ServicePing;

/// <summary>Registers the service ping; called by the extension method that the generator makes for a program.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ServicePingServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ServicePingCollector"/>, <see cref="ServicePingCatalogue"/>, <see cref="EventTracker"/> and the flushing of tracked events; may be called
    /// several times, and the sets of all calls make one program.
    /// </summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="configure">Says where values come from.</param>
    /// <param name="sets">The metric sets of the program; the standard set is always there.</param>
    public static IServiceCollection AddServicePing(
        IServiceCollection services,
        Action<ServicePingBuilder> configure,
        params IReadOnlyList<MetricSet> sets)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return AddServicePing(services, configure, StandardMetricSet.Instance, sets);
    }

    /// <summary>As the other, with options from the configuration, which are read again when it is reloaded.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="configuration">The section whose keys are the options of <see cref="ServicePingOptions"/>; of a whole configuration, its section <c>ServicePing</c>.</param>
    /// <param name="configure">Says where values come from; what it sets counts more than the configuration.</param>
    /// <param name="sets">The metric sets of the program; the standard set is always there.</param>
    public static IServiceCollection AddServicePing(
        IServiceCollection services,
        IConfiguration configuration,
        Action<ServicePingBuilder>? configure,
        params IReadOnlyList<MetricSet> sets) => AddServicePing(services, configuration, configure, StandardMetricSet.Instance, sets);

    internal static IServiceCollection AddServicePing(
        IServiceCollection services,
        IConfiguration configuration,
        Action<ServicePingBuilder>? configure,
        MetricSet? standard,
        IReadOnlyList<MetricSet> sets)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        ConfigurationBinding binding = new(configuration as IConfigurationSection ?? configuration.GetSection(ConfigurationBinding.Section));
        services.AddSingleton<IConfigureOptions<ServicePingOptions>>(binding);
        services.AddSingleton<IOptionsChangeTokenSource<ServicePingOptions>>(binding);
        return AddServicePing(services, configure, standard, sets);
    }

    internal static IServiceCollection AddServicePing(
        IServiceCollection services,
        Action<ServicePingBuilder>? configure,
        MetricSet? standard,
        IReadOnlyList<MetricSet> sets)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(sets);

        AddSets(services, standard, sets);
        services.AddOptions();
        ConfiguredSources sources = ConfiguredSources.Of(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ServicePingOptions>, OptionsCheck>());
        services.TryAddSingleton<LiveOptions>();
        services.TryAddSingleton<IOptions<ServicePingOptions>>(provider => provider.GetRequiredService<LiveOptions>());

        // By a factory: the container makes code, at length, for what it is asked twice where it was given the object itself.
        services.TryAddSingleton(static _ => TimeProvider.System);
        services.TryAddSingleton(provider => ProgramMerge.Merge(standard, [.. provider.GetServices<MetricSet>()]));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMetricSource, FactReader>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMetricSource, CounterReader>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMetricSource, DatabaseReader>());
        services.TryAddSingleton<ProductDatabase>();
        services.TryAddSingleton<SchemaCheck>();
        services.TryAddScoped(static provider => new Surroundings(provider.GetService<IInstanceSurroundings>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMetricSource, PrometheusReader>());
        services.TryAddSingleton<StorageDatabase>();
        services.TryAddSingleton<UnfinishedCollections>();
        services.TryAddSingleton(static provider => new Availability(
            provider.GetServices<AvailabilityAnswer>(), provider.GetRequiredService<KnownSites>(), provider));
        services.TryAddSingleton(static provider => new KnownSites(provider.GetService<IInstanceSites>(), provider.GetRequiredService<LiveOptions>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMetricSource, SitesReader>());
        services.TryAddSingleton(static provider => new ServicePingSites(
            provider.GetRequiredService<IPingStore>(),
            provider.GetRequiredService<KnownSites>(),
            provider.GetRequiredService<PingProgram>(),
            provider.GetRequiredService<LiveOptions>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new ServicePingSettings(
            provider.GetRequiredService<IPingStore>(),
            provider.GetRequiredService<LiveOptions>(),
            provider.GetRequiredService<KnownSites>(),
            provider.GetService<IInstanceUsers>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IRegistrationFeatures, RegistrationFeatures>();
        services.TryAddSingleton(CollectionWatch.Create);
        services.TryAddSingleton(provider => new ServicePingCollector(
            provider.GetRequiredService<PingProgram>(),
            provider.GetRequiredService<ServicePingCatalogue>(),
            provider.GetServices<IMetricSource>(),
            provider.GetRequiredService<UnfinishedCollections>(),
            provider.GetRequiredService<Availability>(),
            provider.GetRequiredService<EventTracker>(),
            provider.GetRequiredService<CollectionWatch>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<ServicePingOptions>>()));
        services.TryAddSingleton(provider => new ServicePingCatalogue([.. provider.GetServices<MetricSet>()], standard));
        services.TryAddSingleton(provider => new ServicePingQueries(
            provider.GetRequiredService<PingProgram>(),
            provider.GetService<CounterPlace>(),
            provider.GetService<ShownReads>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<ServicePingOptions>>()));
        services.TryAddSingleton(provider => new ServicePingReports(
            provider.GetRequiredService<PingProgram>(),
            provider.GetRequiredService<ServicePingCatalogue>(),
            provider.GetRequiredService<ServicePingCollector>(),
            provider.GetRequiredService<ServicePingQueries>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new ServicePingOffline(
            provider.GetRequiredService<IPingStore>(),
            provider.GetRequiredService<ServicePingSettings>(),
            provider.GetRequiredService<IOptions<ServicePingOptions>>(),
            provider.GetRequiredService<PingProgram>(),
            provider.GetRequiredService<ServicePingCatalogue>()));
        services.TryAddSingleton(static provider => new ServicePingTokens(provider.GetRequiredService<IPingStore>()));
        services.TryAddSingleton(static provider => new ServicePingErasure(
            provider.GetRequiredService<IPingStore>(),
            provider.GetRequiredService<ServicePingSettings>(),
            provider.GetRequiredService<IOptions<ServicePingOptions>>(),
            provider.GetRequiredService<EgressGate>(),
            provider.GetRequiredService<InstanceSecret>()));
        services.TryAddSingleton(provider => new ServicePingVerifier(
            provider.GetRequiredService<PingProgram>(),
            provider.GetServices<PostgresDatabase>(),
            provider.GetService<ICounterStore>(),
            [.. provider.GetServices<MetricSet>()],
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<ServicePingOptions>>()));
        services.TryAddSingleton(Tracker);
        services.TryAddSingleton<LastFlush>();
        services.TryAddSingleton(provider => new KnownEventReader(
            provider.GetService<ICounterStore>(),
            provider.GetRequiredService<IOptions<ServicePingOptions>>()));
        services.TryAddSingleton(static provider => new EventCounterReader(
            provider.GetService<ICounterStore>(),
            [.. provider.GetServices<MetricSet>()],
            provider.GetRequiredService<TimeProvider>()));
        AddDelivery(services);
        AddForwarding(services);
        AddLoop(services);
        services.AddHostedService<EventFlushing>();
        configure?.Invoke(new ServicePingBuilder(services, sources));
        services.TryAddSingleton<IPingStore, PostgresPingStore>();
        return services;
    }

    /// <summary>What leaves; nothing of it is made before somebody asks for it.</summary>
    private static void AddDelivery(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new SiteSender(
            provider.GetRequiredService<EgressGate>(),
            provider.GetRequiredService<LiveOptions>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new EgressGate(
            provider.GetRequiredService<ServicePingSettings>(),
            provider.GetRequiredService<KnownSites>(),
            provider.GetRequiredService<LiveOptions>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new PingSender(
            provider.GetRequiredService<EgressGate>(),
            provider.GetRequiredService<ServicePingSettings>(),
            provider.GetRequiredService<LiveOptions>(),
            provider.GetRequiredService<IPingStore>(),
            provider.GetRequiredService<ServicePingCatalogue>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new ServicePingEgress(
            provider.GetRequiredService<ServicePingSettings>(),
            provider.GetRequiredService<LiveOptions>()));
    }

    /// <summary>What hands single events on; nothing of it is made where the program forwards none.</summary>
    private static void AddForwarding(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new InstanceSecret(provider.GetRequiredService<IPingStore>()));
        services.TryAddSingleton(static provider => new ServicePingForwarding(Forwarding(provider)));
        services.TryAddSingleton(static provider => new SnowplowForwarder(
            provider.GetRequiredService<EgressGate>(),
            provider.GetRequiredService<LiveOptions>(),
            provider.GetRequiredService<InstanceSecret>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider =>
        {
            LiveOptions options = provider.GetRequiredService<LiveOptions>();
            IEnumerable<IEventForwarder> own = provider.GetServices<IEventForwarder>();
            return new EventForwarding(
                string.IsNullOrEmpty(options.Value.Snowplow.Collector) ? own : own.Append(provider.GetRequiredService<SnowplowForwarder>()),
                provider.GetRequiredService<ServicePingCatalogue>(),
                provider.GetRequiredService<ServicePingSettings>(),
                provider.GetRequiredService<InstanceSecret>(),
                options,
                provider.GetRequiredService<TimeProvider>(),
                new ForwardingLog(provider.LoggerOf(LogCategory.EventForwarding)));
        });
    }

    /// <summary>What hands single events on; null where the program has neither a collector nor a forwarder.</summary>
    private static EventForwarding? Forwarding(IServiceProvider services) =>
        !string.IsNullOrEmpty(services.GetRequiredService<LiveOptions>().Value.Snowplow.Collector) || services.GetService<IEventForwarder>() is not null
            ? services.GetRequiredService<EventForwarding>()
            : null;

    /// <summary>What computes, keeps and sends pings; nothing of it is made before somebody asks for it.</summary>
    private static void AddLoop(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new LoopInstruments(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(static provider => new LoopLog(
            provider.LoggerOf(LogCategory.PingLoop),
            provider.GetRequiredService<LoopInstruments>()));
        services.TryAddSingleton<SiteRun>();
        services.TryAddSingleton<CycleRun>();
        services.TryAddSingleton<PingLoop>();
        services.TryAddSingleton<IPingHistory, PingHistory>();
    }

    /// <summary>
    /// Asks for all that tracking needs before there is a tracker: the container disposes of what it has made in the reverse order, and
    /// the first event may come when nothing can be asked for any more.
    /// </summary>
    private static EventTracker Tracker(IServiceProvider services)
    {
        IEnumerable<MetricSet> sets = services.GetServices<MetricSet>();
        ICounterStore? store = services.GetService<ICounterStore>();
        TimeProvider clock = services.GetRequiredService<TimeProvider>();
        ILogger logger = services.GetService<ILogger<EventTracker>>() ?? NullLogger<EventTracker>.Instance;
        LiveOptions options = services.GetRequiredService<LiveOptions>();
        ITrackingObserver? observer = services.GetService<ITrackingObserver>();
        EventForwarding? forwarding = Forwarding(services);
        return new EventTracker(
            () =>
            {
                Tracking tracking = new([.. sets], store, clock, options.Value, logger, observer, forwarding);
                options.OnChange(changed => tracking.Switch(changed.TrackEvents));
                return tracking;
            },
            () => options.Value.ShutdownTimeout);
    }

    /// <summary>Adds the sets that are not there yet; by loops, because queries would be compiled at each start.</summary>
    private static void AddSets(IServiceCollection services, MetricSet? standard, IReadOnlyList<MetricSet> sets)
    {
        foreach (MetricSet set in sets)
        {
            if (set != standard && !Has(services, set))
            {
                services.AddSingleton(set);
                set.AddServices(services);
            }
        }
    }

    private static bool Has(IServiceCollection services, MetricSet set)
    {
        foreach (ServiceDescriptor service in services)
        {
            if (service.ImplementationInstance == set)
            {
                return true;
            }
        }

        return false;
    }
}
