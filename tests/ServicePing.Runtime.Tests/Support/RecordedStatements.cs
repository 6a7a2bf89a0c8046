using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServicePing.Tests;

/// <summary>A data source and every statement that its driver sends, with the parameters: those that find tables as well.</summary>
internal sealed class RecordedStatements : ILoggerProvider, IDisposable
{
    private readonly List<string> _lines = [];
    private readonly ILoggerFactory _loggers;

    public RecordedStatements(string connectionString)
    {
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));
        Source = new NpgsqlDataSourceBuilder(connectionString).UseLoggerFactory(_loggers).EnableParameterLogging().Build();
    }

    public NpgsqlDataSource Source { get; }

    public ILogger CreateLogger(string categoryName) => new ListLogger(_lines);

    /// <summary>What the driver has logged since the last call: statements, parameters, connections.</summary>
    public string Take()
    {
        lock (_lines)
        {
            string taken = string.Join('\n', _lines);
            _lines.Clear();
            return taken;
        }
    }

    public void Dispose()
    {
        Source.Dispose();
        _loggers.Dispose();
    }
}
