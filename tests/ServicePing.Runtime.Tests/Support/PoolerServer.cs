using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>A pooler by transaction before the PostgreSQL of all tests.</summary>
public sealed class PoolerServer : IAsyncLifetime
{
    public PrivatePgBouncer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        PostgresServer postgres = new();
        await postgres.InitializeAsync();
        Server = await PrivatePgBouncer.StartAsync(postgres.Server);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
