using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ServicePing.Testing;

/// <summary>Puts a program under the eyes of a test.</summary>
public static class ServicePingTestServiceCollectionExtensions
{
    /// <summary>
    /// Tells a test of all that the program tracks, keeps counters in the program's memory instead of the store that it has configured, and
    /// replaces its <see cref="TimeProvider"/> by <see cref="ServicePingTest.Clock"/>. Called last, as in <c>ConfigureTestServices</c>.
    /// </summary>
    /// <param name="services">The services of the program, after <c>AddServicePing</c>.</param>
    /// <param name="test">The test's.</param>
    public static IServiceCollection UseServicePingTesting(this IServiceCollection services, ServicePingTest test)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(test);
        TrackingObservation.KeepCountersInMemory(services);
        services.RemoveAll<TimeProvider>();
        services.AddSingleton<TimeProvider>(test.Clock);
        services.RemoveAll<ITrackingObserver>();
        services.AddSingleton<ITrackingObserver>(provider => test.Attach(provider));
        services.AddHostedService(provider => new Attachment(test, provider));
        return services;
    }

    /// <summary>Hands the services of a host to the test when it starts.</summary>
    private sealed class Attachment(ServicePingTest test, IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            test.Attach(services);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
