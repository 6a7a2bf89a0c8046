using Npgsql;
using ServicePing.Runtime.Storage;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>The primary is gone in the middle of a cycle, and its standby takes its place: what was confirmed is there.</summary>
public sealed class LoopPromotionTests : IAsyncLifetime
{
    private PrivatePostgres _primary = null!;
    private PrivatePostgres _standby = null!;

    public async Task InitializeAsync()
    {
        _primary = await PrivatePostgres.StartAsync(new PrivatePostgresOptions
        {
            Settings = new Dictionary<string, string> { ["synchronous_commit"] = "on" },
        });
        _standby = await _primary.StartStandbyAsync();

        // From now on the primary confirms nothing that the standby does not have.
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

    [Theory]
    [InlineData("kept")]
    [InlineData("posted")]
    public async Task A_standby_that_is_promoted_in_mid_cycle_has_all_of_it(string step)
    {
        string database = new NpgsqlConnectionStringBuilder(await _primary.CreateDatabaseAsync(step)) { Port = 5432 }.ConnectionString;
        string either = $"{database};Target Session Attributes=primary".Replace(
            "Host=127.0.0.1", $"Host=127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port}", StringComparison.Ordinal);
        await using LoopInstallation three = await LoopInstallation.CreateAsync(either);
        three.Start($"kill {step}");
        await LoopInstallation.WhenAsync(() => three.Programs.Count(program => program.HasExited), exited => exited > 0);

        await _primary.KillAsync();
        Assert.Equal(true, await AskAsync(_standby, "SELECT pg_promote()"));
        CycleRecord cycle = await three.EndAsync();

        await three.AssertOnePingAsync(cycle);
        // One has followed; on a machine that is busy enough for a lease to end, another one.
        Assert.InRange(cycle.Fence, 2, long.MaxValue);
    }

    private static async Task<object?> AskAsync(PrivatePostgres server, string sql)
    {
        await using NpgsqlConnection connection = new(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
