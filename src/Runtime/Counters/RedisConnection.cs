using StackExchange.Redis;

namespace ServicePing;

/// <summary>A connection to Redis that is made when it is first needed, or the program's own.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private readonly ConfigurationOptions? _options;
    private readonly Lock _lock = new();
    private Task<IConnectionMultiplexer>? _connection;

    internal RedisConnection(ConfigurationOptions options) => _options = options;

    internal RedisConnection(IConnectionMultiplexer connection) => _connection = Task.FromResult(connection);

    /// <summary>The database; throws where the connection cannot even be prepared, and tries again the next time.</summary>
    internal async Task<IDatabase> OpenAsync()
    {
        Task<IConnectionMultiplexer> connection;
        lock (_lock)
        {
            if (_connection is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _connection = ConnectAsync(_options!);
            }

            connection = _connection;
        }

        return (await connection.ConfigureAwait(false)).GetDatabase();
    }

    public async ValueTask DisposeAsync()
    {
        if (_options is not null && _connection is { IsCompletedSuccessfully: true } connection)
        {
            IConnectionMultiplexer multiplexer = await connection.ConfigureAwait(false);
            await multiplexer.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
        }
    }

    private static async Task<IConnectionMultiplexer> ConnectAsync(ConfigurationOptions options) =>
        await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
}
