using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServicePing.Tests;

/// <summary>The log of a program, of every level, whose categories a test tells apart.</summary>
/// <param name="loggerOf">Where what is said of a category goes.</param>
internal sealed class CategoryLog(Func<string, ILogger> loggerOf) : ILoggerProvider
{
    /// <summary>A log of which one category is looked at; what goes to another is not kept.</summary>
    public static ILoggerFactory Of(string category, ILogger logger) => Of(asked => asked == category ? logger : NullLogger.Instance);

    /// <summary>A log that asks once for each category.</summary>
    public static ILoggerFactory Of(Func<string, ILogger> loggerOf) =>
        LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new CategoryLog(loggerOf)));

    public ILogger CreateLogger(string categoryName) => loggerOf(categoryName);

    public void Dispose()
    {
    }
}
