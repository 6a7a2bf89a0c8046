using Npgsql;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>Data for servers that tests do harm to: each starts with a copy, which takes less than making a cluster and filling it.</summary>
public sealed class ItemCluster : IAsyncLifetime
{
    internal const int Rows = 40_000;

    /// <summary>What <see cref="PrivatePostgresOptions.Template"/> takes.</summary>
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"serviceping-items-{Guid.NewGuid():N}");

    public async Task InitializeAsync()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync();
        await using (NpgsqlConnection connection = new(server.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using NpgsqlCommand command = new(Schema, connection);
            await command.ExecuteNonQueryAsync();
        }

        await server.SaveAsync(Folder);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    private static readonly string Schema = $"""
        CREATE TABLE projects (id int PRIMARY KEY);
        INSERT INTO projects SELECT generate_series(1, 100);
        CREATE TABLE items (id bigint PRIMARY KEY, state int NOT NULL, project_id int REFERENCES projects ON DELETE CASCADE,
            note text, created_at timestamptz NOT NULL);
        INSERT INTO items
        SELECT n, n % 4, 1 + n % 100, md5(n::text), timestamptz '2026-11-21 02:15:00.123+00' - n % 60 * interval '1 day'
        FROM generate_series(1, {Rows}) n;
        CREATE TABLE others AS SELECT n AS id FROM generate_series(1, 500) n;
        ANALYZE;
        """;
}
