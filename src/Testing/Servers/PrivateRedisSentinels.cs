using System.Globalization;

namespace ServicePing.Testing;

/// <summary>A private Redis with a replica, and three sentinels that let the replica take over when the master is gone.</summary>
/// <example>
/// <code>
/// await using PrivateRedisSentinels redis = await PrivateRedisSentinels.StartAsync();
/// await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
/// </code>
/// </example>
public sealed class PrivateRedisSentinels : IAsyncDisposable
{
    /// <summary>The name by which the sentinels know the master.</summary>
    public const string ServiceName = "main";

    private const int Sentinels = 3;

    private readonly List<RedisSentinel> sentinels = [];

    private PrivateRedisSentinels(PrivateRedis master, PrivateRedis replica) => (Master, Replica) = (master, replica);

    /// <summary>The server that is the master at first.</summary>
    public PrivateRedis Master { get; }

    /// <summary>The server that is its replica at first.</summary>
    public PrivateRedis Replica { get; }

    /// <summary>How to connect, in the form that StackExchange.Redis reads: the addresses of the sentinels and the master's name.</summary>
    public string ConnectionString =>
        string.Join(',', sentinels.Select(sentinel => $"127.0.0.1:{sentinel.Port}")) + $",serviceName={ServiceName}";

    /// <summary>Starts the servers; the sentinels know each other and the replica when this returns.</summary>
    /// <param name="cancellationToken">Gives up; everything begun is removed.</param>
    /// <exception cref="PrivateServerException">Redis is not installed or does not start; the message says why and what to do.</exception>
    public static async Task<PrivateRedisSentinels> StartAsync(CancellationToken cancellationToken = default)
    {
        PrivateRedis master = await PrivateRedis.StartAsync(null, cancellationToken).ConfigureAwait(false);
        PrivateRedisSentinels? all = null;
        try
        {
            string port = master.Port.ToString(CultureInfo.InvariantCulture);
            PrivateRedis replica = await PrivateRedis.StartAsync(
                new PrivateRedisOptions { Arguments = ["--replicaof", $"127.0.0.1 {port}", "--repl-diskless-sync-delay", "0"] },
                cancellationToken).ConfigureAwait(false);
            all = new PrivateRedisSentinels(master, replica);
            await all.WatchAsync(port, cancellationToken).ConfigureAwait(false);
            return all;
        }
        catch
        {
            if (all is not null)
            {
                await all.DisposeAsync().ConfigureAwait(false);
            }

            await master.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until every sentinel names a server as the master: before that a failover has not ended, and may be given up.</summary>
    /// <param name="server">One of both servers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AgreeOnAsync(PrivateRedis server, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        string port = server.Port.ToString(CultureInfo.InvariantCulture);
        await AllSayAsync(master => ValueOf(master, "port") == port, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the servers and removes their folders.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (RedisSentinel sentinel in sentinels)
        {
            await sentinel.DisposeAsync().ConfigureAwait(false);
        }

        await Replica.DisposeAsync().ConfigureAwait(false);
        await Master.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WatchAsync(string port, CancellationToken cancellationToken)
    {
        string monitored = $"""
            sentinel monitor {ServiceName} 127.0.0.1 {port} 2
            sentinel down-after-milliseconds {ServiceName} 5000
            sentinel failover-timeout {ServiceName} 10000

            """;
        while (sentinels.Count < Sentinels)
        {
            sentinels.Add(await RedisSentinel.StartAsync(monitored, cancellationToken).ConfigureAwait(false));
        }

        await AllSayAsync(IsWhole, cancellationToken).ConfigureAwait(false);
    }

    private async Task AllSayAsync(Predicate<object?[]> isAwaited, CancellationToken cancellationToken)
    {
        foreach (RedisSentinel sentinel in sentinels)
        {
            await using RedisWire wire = await RedisWire.ConnectAsync(sentinel.Port, null, cancellationToken).ConfigureAwait(false);
            while (!isAwaited((object?[])(await wire.AskAsync(["SENTINEL", "MASTER", ServiceName], cancellationToken).ConfigureAwait(false))!))
            {
                await Task.Delay(50, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether a sentinel knows the replica and the other sentinels.</summary>
    private static bool IsWhole(object?[] master) =>
        ValueOf(master, "num-slaves") == "1" && ValueOf(master, "num-other-sentinels") == "2" && ValueOf(master, "flags") == "master";

    private static string? ValueOf(object?[] pairs, string name) => (string?)pairs[Array.IndexOf(pairs, name) + 1];
}
