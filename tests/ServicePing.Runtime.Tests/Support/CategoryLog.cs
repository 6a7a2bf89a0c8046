using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServicePing.Tests;

/// <summary>The log of a program of which one category is looked at; what goes to another is not kept.</summary>
internal sealed class CategoryLog(string category, ILogger logger) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => categoryName == category ? logger : NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
