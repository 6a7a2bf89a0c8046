using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServicePing.Runtime.Logging;

/// <summary>
/// The categories of the log that are those of no public type: users filter by them, so that they stay wherever a type moves.
/// docs/observability.md lists them.
/// </summary>
internal static class LogCategory
{
    internal const string PingLoop = "ServicePing.PingLoop";
    internal const string RedisCounterStore = "ServicePing.RedisCounterStore";
    internal const string PostgresCounterStore = "ServicePing.PostgresCounterStore";
    internal const string InProcessCounterStore = "ServicePing.InProcessCounterStore";
    internal const string EventForwarding = "ServicePing.EventForwarding";
    internal const string CounterCheck = "ServicePing.CounterCheck";

    /// <summary>The program's logger of a category, or one that says nothing where the program has no log.</summary>
    internal static ILogger LoggerOf(this IServiceProvider services, string category) =>
        services.GetService<ILoggerFactory>()?.CreateLogger(category) ?? NullLogger.Instance;
}
