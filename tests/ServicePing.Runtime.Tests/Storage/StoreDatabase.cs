namespace ServicePing.Tests;

/// <summary>An empty database for the tests of one class.</summary>
public sealed class StoreDatabase : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        PostgresServer postgres = new();
        await postgres.InitializeAsync();
        ConnectionString = await postgres.Server.CreateDatabaseAsync(Guid.NewGuid().ToString("N"));
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
