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

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => statement.WaitAsync(TimeSpan.FromSeconds(5)));
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
        Assert.Equal(1, await answer.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_paused_server_can_be_stopped()
    {
        await postgres.PauseAsync();

        await postgres.StopAsync();

        Assert.False(postgres.IsRunning);
        Assert.Throws<InvalidOperationException>(() => postgres.ProcessId);
    }

    private async Task<object?> AskAsync(string sql, string? connectionString = null)
    {
        await using NpgsqlConnection connection = new((connectionString ?? postgres.ConnectionString) + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
