using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Testing;
using StackExchange.Redis;

namespace ServicePing.Tests;

[Collection(nameof(RedisServer))]
public sealed class RedisCounterStoreTests(RedisServer redis) : CounterStoreContract
{
    private protected override ICounterStore Store { get; } = RedisStores.Over(redis.Connection);

    private protected override Task PassAsync(IEnumerable<string> keys, TimeSpan time) => RedisStores.PassAsync(redis.Database, keys, time);
}

public sealed class ClusterCounterStoreTests(RedisClusterServers cluster) : CounterStoreContract, IClassFixture<RedisClusterServers>
{
    private protected override ICounterStore Store { get; } = RedisStores.Over(cluster.Connection);

    private protected override Task PassAsync(IEnumerable<string> keys, TimeSpan time) =>
        RedisStores.PassAsync(cluster.Connection.GetDatabase(), keys, time);
}

/// <summary>Three masters for the tests of a class.</summary>
public sealed class RedisClusterServers : IAsyncLifetime
{
    public PrivateRedisCluster Cluster { get; private set; } = null!;

    public ConnectionMultiplexer Connection { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cluster = await PrivateRedisCluster.StartAsync();
        Connection = await ConnectionMultiplexer.ConnectAsync(Cluster.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await Connection.CloseAsync(allowCommandsToComplete: false);
        await Cluster.DisposeAsync();
    }
}

internal static class RedisStores
{
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    internal static RedisCounterStore Over(IConnectionMultiplexer connection, TimeSpan? timeout = null) =>
        new(new RedisConnection(connection), timeout ?? Timeout, NullLogger.Instance);

    internal static async Task PassAsync(IDatabase database, IEnumerable<string> keys, TimeSpan time)
    {
        foreach (string key in keys)
        {
            if (await database.KeyTimeToLiveAsync(key) is { } left)
            {
                await database.KeyExpireAsync(key, left > time ? left - time : TimeSpan.Zero);
            }
        }
    }
}
