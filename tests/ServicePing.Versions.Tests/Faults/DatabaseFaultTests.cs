using Npgsql;
using ServicePing.Testing;

namespace ServicePing.Versions.Tests;

/// <summary>Without its database the receiver acknowledges nothing and asks senders to come again; with it all is as before.</summary>
public sealed class DatabaseFaultTests : IAsyncLifetime
{
    private PrivatePostgres _postgres = null!;

    public async Task InitializeAsync() => _postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = true });

    public async Task DisposeAsync() => await _postgres.DisposeAsync();

    [Fact]
    public async Task While_the_database_is_down_nothing_is_acknowledged()
    {
        await using Receiver receiver = await Receiver.StartAsync(
            _postgres.ConnectionString, options => options.RetryAfter = TimeSpan.FromSeconds(17));
        Answer first = await receiver.PingAsync(SentPing.Of(cycle: "1"));
        Assert.True(first.Status == 201, first.ToString());
        await _postgres.KillAsync();

        foreach (Answer answer in await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => receiver.PingAsync(SentPing.Of(cycle: "2")))))
        {
            Assert.Equal((503, TimeSpan.FromSeconds(17)), (answer.Status, answer.RetryAfter));
        }

        Assert.Equal(503, (await receiver.PostAsync("/erase", Json("""{"uuid":"a","requested_at":"2026-11-28T04:00:00.000Z"}"""))).Status);
        Assert.Equal(503, (await receiver.PostAsync("/usage_ping_errors", Json("""{"error":{"uuid":"a","message":"m"}}"""))).Status);
        // What is wrong is wrong without a database too; only its record is lost.
        Assert.Equal(400, (await receiver.PostAsync("/usage_data", Json("garbage"))).Status);
        using HttpResponseMessage health = await receiver.Client.GetAsync(new Uri("/healthz", UriKind.Relative));
        Assert.Equal(503, (int)health.StatusCode);

        await _postgres.RestartAsync();
        Assert.Equal(201, (await receiver.PingAsync(SentPing.Of(cycle: "2"))).Status);
        Assert.Equal(first.Bytes, (await receiver.PingAsync(SentPing.Of(cycle: "1"))).Bytes);
    }

    [Fact]
    public async Task A_receiver_may_start_before_its_database()
    {
        int port = _postgres.Port;
        await _postgres.KillAsync();
        await using Receiver receiver = await Receiver.StartAsync(_postgres.ConnectionString);
        Assert.Equal(503, (await receiver.PingAsync(SentPing.Of())).Status);

        await _postgres.RestartAsync();

        Assert.Equal(port, _postgres.Port);
        Assert.Equal(201, (await receiver.PingAsync(SentPing.Of())).Status);
    }

    [Fact]
    public async Task Connections_that_the_server_ends_cost_no_answer()
    {
        await using Receiver receiver = await Receiver.StartAsync(_postgres.ConnectionString);
        for (int number = 0; number < 5; number++)
        {
            Answer answer = await receiver.PingAsync(SentPing.Of(cycle: $"{number}"));
            Assert.True(answer.Status == 201, answer.ToString());
            await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ServicePing receiver'");
        }
    }

    [Fact]
    public async Task An_acknowledged_ping_is_durable_also_where_commits_of_the_database_are_not()
    {
        await ExecuteAsync("ALTER ROLE postgres SET synchronous_commit = off");
        await using Receiver receiver = await Receiver.StartAsync(_postgres.ConnectionString);
        for (int number = 0; number < 20; number++)
        {
            Assert.Equal(201, (await receiver.PingAsync(SentPing.Of(cycle: $"{number}"))).Status);
        }

        await _postgres.KillAsync();
        await _postgres.RestartAsync();

        Assert.Equal(200, (await receiver.PingAsync(SentPing.Of(cycle: "19"))).Status);
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_stores_and_acknowledges_nothing()
    {
        await using Receiver receiver = await Receiver.StartAsync(_postgres.ConnectionString);
        Assert.Equal(201, (await receiver.PingAsync(SentPing.Of(cycle: "1"))).Status);
        await ExecuteAsync("ALTER DATABASE postgres SET default_transaction_read_only = on");
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ServicePing receiver'");

        Assert.Equal(503, (await receiver.PingAsync(SentPing.Of(cycle: "2"))).Status);
        Assert.Equal(200, (await receiver.PingAsync(SentPing.Of(cycle: "1"))).Status);
    }

    private static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private async Task ExecuteAsync(string sql)
    {
        await using NpgsqlConnection connection = new(_postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
