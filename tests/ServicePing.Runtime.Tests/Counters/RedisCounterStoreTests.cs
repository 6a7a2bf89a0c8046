using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Runtime.Counters;
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

/// <summary>A product beside others on a cluster.</summary>
public sealed class PrefixedClusterCounterStoreTests(RedisClusterServers cluster) : CounterStoreContract, IClassFixture<RedisClusterServers>
{
    private const string Prefix = "forge:";

    private protected override ICounterStore Store { get; } =
        new RedisCounterStore(new RedisConnection(cluster.Connection), RedisStores.Timeout, NullLogger.Instance, Prefix);

    private protected override Task PassAsync(IEnumerable<string> keys, TimeSpan time) =>
        RedisStores.PassAsync(cluster.Connection.GetDatabase(), keys.Select(key => Prefix + key), time);
}

/// <summary>A user who may do what <c>docs/redis.md</c> says, and nothing else, in a database that is not the first.</summary>
public sealed class LimitedUserCounterStoreTests(LimitedUserServer server) : CounterStoreContract, IClassFixture<LimitedUserServer>
{
    private protected override ICounterStore Store => server.Store;

    private protected override Task PassAsync(IEnumerable<string> keys, TimeSpan time) => RedisStores.PassAsync(
        server.Administrator.GetDatabase(LimitedUserServer.Database), keys.Select(key => LimitedUserServer.Prefix + key), time);

    [Fact]
    public async Task Nothing_is_missing_to_the_look_at_the_start() => Assert.Empty(await Store.CheckAsync(["a", "{b}c"], CancellationToken.None));

    [Fact]
    public async Task All_keys_begin_with_the_prefix_and_lie_in_the_database()
    {
        await Store.WriteAsync(new CounterFlush(Guid.NewGuid(), [new CounterWrite.Count("{a}b", null, 1)]));
        IServer redis = server.Administrator.GetServer(server.Administrator.GetEndPoints()[0]);
        Assert.NotEmpty(redis.Keys(LimitedUserServer.Database));
        Assert.All(redis.Keys(LimitedUserServer.Database), key => Assert.StartsWith(LimitedUserServer.Prefix, key.ToString(), StringComparison.Ordinal));
        Assert.Empty(redis.Keys(0));
    }
}

/// <summary>A server with the user of the documentation.</summary>
public sealed class LimitedUserServer : IAsyncLifetime
{
    internal const string Prefix = "forge:";
    internal const int Database = 3;

    private PrivateRedis _server = null!;

    public ConnectionMultiplexer Administrator { get; private set; } = null!;

    internal RedisCounterStore Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await PrivateRedis.StartAsync();
        await using (RedisWire wire = await RedisWire.ConnectAsync(_server.Port))
        {
            await wire.AskAsync(RedisStores.DocumentedUser());
        }

        Administrator = await ConnectionMultiplexer.ConnectAsync(_server.ConnectionString);
        Store = new RedisCounterStore(
            new RedisConnection(
                ConfigurationOptions.Parse($"{_server.ConnectionString},user=ping,password=secret,defaultDatabase={Database}"), RedisStores.Timeout),
            RedisStores.Timeout,
            NullLogger.Instance,
            Prefix);
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await Administrator.CloseAsync(allowCommandsToComplete: false);
        await _server.DisposeAsync();
    }
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

    /// <summary>The command with which the documentation makes a user.</summary>
    internal static string[] DocumentedUser() => File.ReadLines(Repository.PathOf("docs", "redis.md"))
        .Single(line => line.StartsWith("ACL SETUSER ", StringComparison.Ordinal)).Split(' ');

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
