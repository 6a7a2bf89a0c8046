using System.Globalization;
using Npgsql;

namespace ServicePing.Testing.Tests;

public sealed class PrivatePgBouncerTests : IAsyncLifetime
{
    private PrivatePostgres postgres = null!;

    public async Task InitializeAsync() => postgres = await PrivatePostgres.StartAsync();

    public async Task DisposeAsync() => await postgres.DisposeAsync();

    [Fact]
    public async Task Many_connections_to_any_database_share_the_few_of_the_pooler()
    {
        await using PrivatePgBouncer pooler = await PrivatePgBouncer.StartAsync(
            postgres, new PrivatePgBouncerOptions { Settings = new Dictionary<string, string> { ["default_pool_size"] = "1" } });
        string pooled = pooler.ConnectionStringOf(await postgres.CreateDatabaseAsync("forge"));
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(pooled);
        await using NpgsqlConnection one = await source.OpenConnectionAsync();
        await using NpgsqlConnection two = await source.OpenConnectionAsync();

        Assert.Equal("forge", await AskAsync(one, "SELECT current_database()"));
        Assert.Equal(await AskAsync(one, "SELECT pg_backend_pid()::text"), await AskAsync(two, "SELECT pg_backend_pid()::text"));
        Assert.NotEqual(
            one.ProcessID.ToString(CultureInfo.InvariantCulture), await AskAsync(one, "SELECT pg_backend_pid()::text"));
    }

    [Fact]
    public async Task A_port_that_another_pooler_has_is_given_up_for_the_next()
    {
        await using PrivatePgBouncer other = await PrivatePgBouncer.StartAsync(postgres);
        Queue<int> ports = new([other.Port, postgres.Port]);

        await using PrivatePgBouncer pooler = await PrivatePgBouncer.StartAsync(
            postgres, new PrivatePgBouncerOptions { NextPort = () => ports.TryDequeue(out int port) ? port : LoopbackPort.Free() });

        Assert.DoesNotContain(pooler.Port, new[] { other.Port, postgres.Port });
        Assert.NotEqual(other.ProcessId, pooler.ProcessId);
    }

    [Fact]
    public async Task It_comes_back_on_its_port_and_says_which_setting_it_refuses()
    {
        await using PrivatePgBouncer pooler = await PrivatePgBouncer.StartAsync(postgres);
        int port = pooler.Port;
        await pooler.KillAsync();
        await pooler.RestartAsync();
        Assert.Equal(port, pooler.Port);

        PrivateServerException refused = await Assert.ThrowsAsync<PrivateServerException>(() => PrivatePgBouncer.StartAsync(
            postgres, new PrivatePgBouncerOptions { Settings = new Dictionary<string, string> { ["pool_mode"] = "none" } }));
        Assert.Contains("pool_mode", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
