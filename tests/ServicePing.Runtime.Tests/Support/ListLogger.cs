using Microsoft.Extensions.Logging;

namespace ServicePing.Tests;

/// <summary>Keeps what is logged.</summary>
internal class ListLogger(List<string> lines) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (lines)
        {
            lines.Add(formatter(state, exception));
        }
    }
}

internal sealed class ListLogger<T>(List<string> lines) : ListLogger(lines), ILogger<T>;
