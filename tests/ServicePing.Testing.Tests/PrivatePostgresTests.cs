using Npgsql;

namespace ServicePing.Testing.Tests;

public sealed class PrivatePostgresTests : IAsyncLifetime
{
    private PrivatePostgres postgres = null!;

    public async Task InitializeAsync() => postgres = await PrivatePostgres.StartAsync();

    public async Task DisposeAsync() => await postgres.DisposeAsync();

    [Fact]
    public async Task It_answers_with_the_promised_settings()
    {
        Assert.Equal("UTC", await AskAsync("SHOW timezone"));
        Assert.Equal("UTF8", await AskAsync("SHOW server_encoding"));
        Assert.Equal("C", await AskAsync("SHOW lc_collate"));
        Assert.Equal("off", await AskAsync("SHOW fsync"));
        Assert.Equal("127.0.0.1", await AskAsync("SHOW listen_addresses"));
        Assert.Equal("", await AskAsync("SHOW unix_socket_directories"));
        Assert.Equal(postgres.DataDirectory, await AskAsync("SHOW data_directory"));
    }

    [Fact]
    public async Task Options_reach_the_server_and_settings_win()
    {
        await using PrivatePostgres other = await PrivatePostgres.StartAsync(new PrivatePostgresOptions
        {
            Durable = true,
            SharedBuffersMegabytes = 16,
            Settings = new Dictionary<string, string> { ["max_connections"] = "7", ["synchronous_commit"] = "off" },
        });

        Assert.Equal("on", await AskAsync("SHOW fsync", other.ConnectionString));
        Assert.Equal("16MB", await AskAsync("SHOW shared_buffers", other.ConnectionString));
        Assert.Equal("7", await AskAsync("SHOW max_connections", other.ConnectionString));
        Assert.Equal("off", await AskAsync("SHOW synchronous_commit", other.ConnectionString));
    }

    [Theory]
    [InlineData("forge")]
    [InlineData("Odd \"name\" with; spaces")]
    public async Task A_created_database_is_the_one_its_connection_string_opens(string name)
    {
        string connectionString = await postgres.CreateDatabaseAsync(name);

        Assert.Equal(name, await AskAsync("SELECT current_database()", connectionString));
    }

    [Fact]
    public async Task Committed_rows_survive_a_restart_and_a_kill_on_the_same_port()
    {
        int port = postgres.Port;
        int firstProcess = postgres.ProcessId;
        await AskAsync("CREATE TABLE kept AS SELECT 42 AS answer; CHECKPOINT");

        await postgres.RestartAsync();
        Assert.Equal("42", await AskAsync("SELECT answer::text FROM kept"));

        await postgres.KillAsync();
        Assert.False(postgres.IsRunning);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync("SELECT '1'"));

        await postgres.RestartAsync();
        Assert.Equal("42", await AskAsync("SELECT answer::text FROM kept"));
        Assert.Equal(port, postgres.Port);
        Assert.NotEqual(firstProcess, postgres.ProcessId);
    }

    [Fact]
    public async Task A_kill_ends_a_backend_in_the_middle_of_a_statement()
    {
        await using NpgsqlConnection connection = new(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand busy = new("SELECT count(*) FROM generate_series(1, 10000000000)", connection);
        Task<object?> statement = busy.ExecuteScalarAsync();

        await postgres.KillAsync();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => statement.WaitAsync(TimeSpan.FromMinutes(1)));
        await postgres.RestartAsync();
        Assert.Equal("1", await AskAsync("SELECT '1'"));
    }

    [Fact]
    public async Task A_paused_server_answers_an_open_connection_only_after_it_is_resumed()
    {
        await using NpgsqlConnection connection = new(postgres.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new("SELECT 1", connection);
        await postgres.PauseAsync();

        Task<object?> answer = command.ExecuteScalarAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(TimeSpan.FromMilliseconds(300)));

        await postgres.ResumeAsync();
        Assert.Equal(1, await answer.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_paused_server_can_be_stopped()
    {
        await postgres.PauseAsync();

        await postgres.StopAsync();

        Assert.False(postgres.IsRunning);
        Assert.Throws<InvalidOperationException>(() => postgres.ProcessId);
    }

    [Fact]
    public async Task A_standby_follows_its_primary_and_refuses_to_write()
    {
        await AskAsync("CREATE TABLE items AS SELECT 1 AS id");
        await using PrivatePostgres standby = await postgres.StartStandbyAsync();
        await AskAsync("INSERT INTO items VALUES (2)");

        for (int tries = 0; await AskAsync("SELECT count(*) FROM items", standby.ConnectionString) is not 2L; tries++)
        {
            Assert.True(tries < 100, "The row did not reach the standby.");
            await Task.Delay(50);
        }

        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(
            () => AskAsync("INSERT INTO items VALUES (3)", standby.ConnectionString));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refused.SqlState);
    }

    [Fact]
    public async Task What_was_saved_is_where_another_server_starts()
    {
        await AskAsync("CREATE TABLE items AS SELECT 42 AS id");
        string folder = Path.Combine(Path.GetTempPath(), $"serviceping-saved-{Guid.NewGuid():N}");
        try
        {
            await postgres.SaveAsync(folder);
            await AskAsync("INSERT INTO items VALUES (43)");
            await using PrivatePostgres other = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Template = folder });

            Assert.Equal(1L, await AskAsync("SELECT count(*) FROM items", other.ConnectionString));
            Assert.Equal(2L, await AskAsync("SELECT count(*) FROM items"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<object?> AskAsync(string sql, string? connectionString = null)
    {
        await using NpgsqlConnection connection = new((connectionString ?? postgres.ConnectionString) + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
