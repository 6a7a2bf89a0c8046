using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServicePing;

/// <summary>Says which endpoints ask to be tracked in a program that tracks no requests, since nothing else would.</summary>
internal static partial class UntrackedEndpoints
{
    /// <summary>Looks once the program has started, when all of its endpoints are there.</summary>
    internal static void Watch(IServiceProvider services)
    {
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(RequestTracker)) == false)
        {
            services.GetService<IHostApplicationLifetime>()?.ApplicationStarted.Register(() => Report(services));
        }
    }

    private static void Report(IServiceProvider services)
    {
        string[] asking =
        [
            .. (services.GetService<EndpointDataSource>()?.Endpoints ?? [])
                .Where(endpoint => endpoint.Metadata.GetMetadata<RequestTrackingAttribute>() is not null)
                .Select(endpoint => endpoint.DisplayName ?? ""),
        ];
        if (asking.Length > 0)
        {
            LogUntracked(services.GetRequiredService<ILoggerFactory>().CreateLogger(RequestTracker.LogCategory), asking.Length, asking[0]);
        }
    }

    [LoggerMessage(
        4,
        LogLevel.Error,
        "{Count} endpoints ask for their requests to be tracked, such as '{Endpoint}', and none is: call TrackRequests() in AddServicePing.")]
    private static partial void LogUntracked(ILogger log, int count, string endpoint);
}
