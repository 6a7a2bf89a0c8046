using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServicePing;

/// <summary>Makes a program track its requests.</summary>
public static class RequestTrackingBuilderExtensions
{
    /// <summary>
    /// Tracks the requests of all endpoints that bear <see cref="TrackEventAttribute"/>, <see cref="TrackUniqueAttribute"/> or
    /// <see cref="TrackCounterAttribute"/>, whatever kind of endpoint they are and wherever the program calls <c>UseRouting</c>. The program
    /// does not start where one of them names an event or a counter that no definition has.
    /// </summary>
    /// <param name="ping">The service ping of the program.</param>
    /// <param name="configure">Says how.</param>
    public static ServicePingBuilder TrackRequests(this ServicePingBuilder ping, Action<RequestTrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(ping);
        ping.Services.AddRouting();
        ping.Services.AddOptions<RequestTrackingOptions>();
        ping.Services.TryAddSingleton<RequestTracker>();
        ping.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, TrackedEndpointPolicy>());
        ping.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, TrackedNamesCheck>());
        if (configure is not null)
        {
            ping.Services.Configure(configure);
        }

        return ping;
    }
}
