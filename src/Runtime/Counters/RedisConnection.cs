using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace ServicePing;

/// <summary>A connection to Redis that is made when it is first needed, or the program's own.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private readonly ConfigurationOptions? _options;
    private readonly Lock _lock = new();
    private Task<IConnectionMultiplexer>? _connection;
    private Task _lookAround = Task.CompletedTask;

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

    /// <summary>
    /// Leaves the thread on which the client completes its answers, one after the other: whoever blocked there would wait for ever
    /// for the next answer.
    /// </summary>
    internal static ConfiguredTaskAwaitable LeaveAsync() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    /// <summary>Whether keys live in slots, so that a command may name only keys of one.</summary>
    internal static bool IsCluster(IConnectionMultiplexer connection) =>
        connection.GetEndPoints().Any(endPoint => connection.GetServer(endPoint).ServerType == ServerType.Cluster);

    /// <summary>
    /// Asks the servers for their roles anew where an error tells that they have changed; by itself the connection would notice after
    /// a minute.
    /// </summary>
    internal void LookAroundAfter(Exception exception)
    {
        bool haveRolesChanged = exception switch
        {
            RedisServerException => exception.Message.Contains("READONLY", StringComparison.Ordinal),
            RedisConnectionException { FailureType: ConnectionFailureType.UnableToResolvePhysicalConnection } => true,
            _ => false,
        };
        if (!haveRolesChanged)
        {
            return;
        }

        lock (_lock)
        {
            if (_lookAround.IsCompleted && _connection is { IsCompletedSuccessfully: true } connection)
            {
                _lookAround = LookAroundAsync(connection.Result);
            }
        }
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

    private static async Task LookAroundAsync(IConnectionMultiplexer connection)
    {
        await Task.Yield();
        await ((Task)connection.ConfigureAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
