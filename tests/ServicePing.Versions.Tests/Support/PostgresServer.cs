using ServicePing.Testing;

namespace ServicePing.Versions.Tests;

/// <summary>One PostgreSQL for all tests, of which each test gets an empty database. It ends with the process.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly Lazy<Task<PrivatePostgres>> Shared = new(() => PrivatePostgres.StartAsync(new PrivatePostgresOptions
    {
        Settings = new Dictionary<string, string> { ["max_connections"] = "300" },
    }));

    private PrivatePostgres _server = null!;

    public async Task InitializeAsync() => _server = await Shared.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>How to connect to a fresh database.</summary>
    public Task<string> CreateAsync() => _server.CreateDatabaseAsync(Guid.NewGuid().ToString("N"));
}
