using Npgsql;
using ServicePing.Tests;

namespace ServicePing.Testing.Tests.Support;

/// <summary>A private server with a database of the product for each test.</summary>
public sealed class BoardServer : IAsyncLifetime
{
    private PrivatePostgres _postgres = null!;
    private int _count;

    public async Task InitializeAsync() => _postgres = await PrivatePostgres.StartAsync();

    public async Task DisposeAsync() => await _postgres.DisposeAsync();

    /// <summary>A database with the product's tables, without rows.</summary>
    internal async Task<NpgsqlDataSource> CreateAsync()
    {
        string connection = await _postgres.CreateDatabaseAsync($"board_{Interlocked.Increment(ref _count)}");
        NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await RunAsync(database, await File.ReadAllTextAsync(Repository.PathOf("tests", "ServicePing.Testing.Tests", "ServicePing", "schema.sql")));
        return database;
    }

    internal static async Task RunAsync(NpgsqlDataSource database, string sql)
    {
#pragma warning disable CA2100 // The tests' own.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
