using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Runtime.Hosting;

/// <summary>What the calls of <see cref="ServicePingBuilder"/> have named, over all calls of <c>AddServicePing</c>, so that it can be checked without being made.</summary>
internal sealed class ConfiguredSources
{
    /// <summary>The databases, one a call.</summary>
    internal readonly List<string> Databases = [];

    /// <summary>The calls that say where counters live.</summary>
    internal readonly List<string> CounterStores = [];

    /// <summary>Whether counters end with the program.</summary>
    internal bool ForgetsCounters { get; set; }

    /// <summary>What <c>AvailableWhen</c> answers for, one a call.</summary>
    internal List<string> Answers { get; } = [];

    /// <summary>The folders that are to keep pings, one a call.</summary>
    internal List<string> Folders { get; } = [];

    /// <summary>The one of the program.</summary>
    internal static ConfiguredSources Of(IServiceCollection services)
    {
        foreach (ServiceDescriptor service in services)
        {
            if (service.ServiceType == typeof(ConfiguredSources))
            {
                return (ConfiguredSources)service.ImplementationInstance!;
            }
        }

        ConfiguredSources added = new();
        services.AddSingleton(added);
        return added;
    }
}
