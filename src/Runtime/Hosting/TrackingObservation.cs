using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Counters.Postgres;
using ServicePing.Runtime.Events;
using ServicePing.Runtime.Hosting;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Verification;

namespace ServicePing;

/// <summary>Lets tests see what a program tracks; <c>ServicePing.Testing</c> calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TrackingObservation
{
    /// <summary>Has the counters of a program kept in memory, whatever store it has configured, as long as the program lives.</summary>
    /// <param name="services">The services of the program, after <c>AddServicePing</c>.</param>
    public static void KeepCountersInMemory(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        ConfiguredSources sources = ConfiguredSources.Of(services);
        sources.CounterStores.Clear();
        services.RemoveAll<ICounterStore>();
        services.RemoveAll<CounterPlace>();
        services.RemoveAll<ShownReads>();
        foreach (ServiceDescriptor check in services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType == typeof(CounterCheck)).ToArray())
        {
            services.Remove(check);
        }

        new ServicePingBuilder(services, sources).UseInProcessCounters();

        // What a program has left on this machine is not for a test to count, and to delete.
        services.PostConfigure<ServicePingOptions>(options => options.SpoolFolder = null);
    }

    /// <summary>A tracker of a metric set that counts nothing which anybody could read, and tells an observer of its calls.</summary>
    /// <param name="set">The set.</param>
    /// <param name="observer">Is told.</param>
    public static EventTracker Probe(MetricSet set, ITrackingObserver observer)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(observer);
        ServicePingOptions options = new();
        return new EventTracker(
            () => new Tracking(
                [set], new InProcessCounterStore(path: null, TimeProvider.System, NullLogger.Instance), TimeProvider.System, options, NullLogger.Instance, observer),
            () => TimeSpan.Zero);
    }
}
