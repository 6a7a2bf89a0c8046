using Npgsql;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>A primary that confirms nothing which its standby does not have, and that standby.</summary>
public abstract class SynchronousPair : IAsyncLifetime
{
    private PrivatePostgres _primary = null!;
    private PrivatePostgres _standby = null!;

    private protected PrivatePostgres Primary => _primary;

    private protected PrivatePostgres Standby => _standby;

    public async Task InitializeAsync()
    {
        _primary = await PrivatePostgres.StartAsync(new PrivatePostgresOptions
        {
            Settings = new Dictionary<string, string> { ["synchronous_commit"] = "on" },
        });
        _standby = await _primary.StartStandbyAsync();
        await AskAsync(_primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
        await AskAsync(_primary, "SELECT pg_reload_conf()");
        await LoopInstallation.WhenAsync(
            () => AskAsync(_primary, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"), found => found is 1L);
    }

    public async Task DisposeAsync()
    {
        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }

    private protected static async Task<object?> AskAsync(PrivatePostgres server, string sql)
    {
        await using NpgsqlConnection connection = new(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
