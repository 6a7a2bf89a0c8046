using StackExchange.Redis;

namespace ServicePing.Runtime.Counters;

/// <summary>A connection to Redis that is made when it is first needed, or the program's own.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private const int SecondsOfSilence = 5;

    private readonly ConfigurationOptions? _options;
    private readonly TimeSpan _timeout;
    private readonly Func<IConnectionMultiplexer?>? _find;
    private readonly Lock _lock = new();
    private Task<IConnectionMultiplexer>? _connection;

    internal RedisConnection(ConfigurationOptions options, TimeSpan timeout)
    {
        _options = options;
        _timeout = timeout;
    }

    internal RedisConnection(IConnectionMultiplexer connection) => _connection = Task.FromResult(connection);

    /// <param name="find">Finds the program's own connection; asked again as long as it fails.</param>
    internal RedisConnection(Func<IConnectionMultiplexer?> find) => _find = find;

    /// <summary>The database; throws where the connection cannot even be prepared, and tries again the next time.</summary>
    internal async Task<IDatabase> OpenAsync()
    {
        Task<IConnectionMultiplexer> connection;
        lock (_lock)
        {
            if (_connection is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _connection = _find is { } find ? Task.Run(() => Find(find)) : ConnectAsync(Patient(_options!, _timeout));
            }

            connection = _connection;
        }

        return (await connection.ConfigureAwait(false)).GetDatabase();
    }

    /// <summary>Whether keys live in slots, so that a command may name only keys of one.</summary>
    internal static bool IsCluster(IConnectionMultiplexer connection) =>
        connection.GetEndPoints().Any(endPoint => connection.GetServer(endPoint).ServerType == ServerType.Cluster);

    public async ValueTask DisposeAsync()
    {
        if (_options is not null && _connection is { IsCompletedSuccessfully: true } connection)
        {
            IConnectionMultiplexer multiplexer = await connection.ConfigureAwait(false);
            await multiplexer.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
        }
    }

    private static IConnectionMultiplexer Find(Func<IConnectionMultiplexer?> find)
    {
        try
        {
            return find() ?? throw new InvalidOperationException("The factory that was given to UseRedis has returned null.");
        }
        catch (Exception exception)
        {
            throw new RedisConnectionException(
                ConnectionFailureType.UnableToConnect, $"There is no connection to Redis: {exception.Message}", exception);
        }
    }

    private static async Task<IConnectionMultiplexer> ConnectAsync(ConfigurationOptions options) =>
        await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);

    /// <summary>
    /// Options for a connection that outlives any trouble. What a flush could not send is kept by us, so that nothing may wait in the
    /// client as well: a flush that it sent minutes later would be one that nobody expects any more.
    /// </summary>
    private static ConfigurationOptions Patient(ConfigurationOptions given, TimeSpan timeout)
    {
        ConfigurationOptions options = given.Clone();
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = (int)Math.Clamp(timeout.TotalMilliseconds, 1, int.MaxValue / 8);
        options.ReconnectRetryPolicy = new LinearRetry(1_000);

        // A connection that was accepted and is not answered, as by a balancer without a server behind it, is given up after as many
        // seconds; by default it would be held for a minute, in which no other is tried.
        if (options.KeepAlive == (int)options.Defaults.KeepAliveInterval.TotalSeconds)
        {
            options.KeepAlive = SecondsOfSilence;
        }

        // Servers that have changed roles are noticed as soon; by default after a minute.
        if (options.ConfigCheckSeconds == (int)options.Defaults.ConfigCheckInterval.TotalSeconds)
        {
            options.ConfigCheckSeconds = SecondsOfSilence;
        }

        return options;
    }
}
