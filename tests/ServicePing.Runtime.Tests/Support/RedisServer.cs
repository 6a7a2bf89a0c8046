using ServicePing.Testing;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>One Redis for all tests that do no harm to it; each test uses keys of its own.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    public PrivateRedis Server { get; private set; } = null!;

    public ConnectionMultiplexer Connection { get; private set; } = null!;

    public IDatabase Database => Connection.GetDatabase();

    public async Task InitializeAsync()
    {
        Server = await PrivateRedis.StartAsync();
        Connection = await ConnectionMultiplexer.ConnectAsync(Server.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await Connection.CloseAsync(allowCommandsToComplete: false);
        await Server.DisposeAsync();
    }
}

[CollectionDefinition(nameof(RedisServer))]
public sealed class RedisServerTests : ICollectionFixture<RedisServer>;
