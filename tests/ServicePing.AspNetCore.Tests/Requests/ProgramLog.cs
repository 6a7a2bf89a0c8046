using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServicePing.AspNetCore.Tests;

/// <summary>What a program writes to its log.</summary>
internal sealed class ProgramLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, LogLevel Level, string Message)> _lines = new();
    private readonly ConcurrentQueue<Exception> _errors = new();

    public IEnumerable<(string Category, LogLevel Level, string Message)> Lines => _lines;

    public IEnumerable<Exception> Errors => _errors;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ProgramLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            log._lines.Enqueue((category, logLevel, formatter(state, exception)));
            if (exception is not null)
            {
                log._errors.Enqueue(exception);
            }
        }
    }
}
