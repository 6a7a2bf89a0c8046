using StackExchange.Redis;

namespace ServicePing.Testing.Tests;

public sealed class PrivateRedisTests
{
    [Fact]
    public async Task It_answers_and_keeps_nothing_over_a_restart_by_default()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        Assert.Equal(1, await WithAsync(redis, database => database.StringIncrementAsync("n")));
        int port = redis.Port;

        await redis.RestartAsync();

        Assert.Equal(1, await WithAsync(redis, database => database.StringIncrementAsync("n")));
        Assert.Equal(port, redis.Port);
    }

    [Fact]
    public async Task With_an_append_only_file_an_answered_write_survives_a_kill()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions { AppendOnly = true });
        await WithAsync(redis, database => database.StringIncrementAsync("n"));

        await redis.KillAsync();
        Assert.False(redis.IsRunning);
        await redis.RestartAsync();

        Assert.Equal(2, await WithAsync(redis, database => database.StringIncrementAsync("n")));
    }

    [Fact]
    public async Task A_user_may_do_what_its_line_says()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(
            new PrivateRedisOptions { Password = "main", Users = ["guest on >secret ~g:* +@all -incr -incrby"] });

        Assert.Equal(1, await WithAsync(redis, database => database.StringIncrementAsync("n")));
        using ConnectionMultiplexer guest = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port},user=guest,password=secret");
        Assert.True(await guest.GetDatabase().StringSetAsync("g:n", 1));
        await Assert.ThrowsAsync<RedisServerException>(() => guest.GetDatabase().StringIncrementAsync("g:n"));
        await Assert.ThrowsAsync<RedisServerException>(() => guest.GetDatabase().StringSetAsync("n", 1));
    }

    [Fact]
    public async Task A_server_with_TLS_shows_a_certificate_of_its_authority()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions { Tls = true });
        await redis.RestartAsync();
        ConfigurationOptions options = ConfigurationOptions.Parse(redis.ConnectionString);
        options.TrustIssuer(redis.AuthorityFile);
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(options);
        Assert.Equal(1, await connection.GetDatabase().StringIncrementAsync("n"));
    }

    [Fact]
    public async Task Sentinels_name_the_replica_when_the_master_is_gone_and_go_with_their_folders()
    {
        PrivateRedisSentinels redis = await PrivateRedisSentinels.StartAsync();
        string[] folders = [redis.Master.DataDirectory, redis.Replica.DataDirectory];
        await redis.Master.KillAsync();
        string role = "";
        while (!role.Contains("role:master", StringComparison.Ordinal))
        {
            await Task.Delay(50);
            try
            {
                await using RedisWire replica = await RedisWire.ConnectAsync(redis.Replica.Port);
                role = (string)(await replica.AskAsync(["INFO", "replication"]))!;
            }
            catch (IOException)
            {
                // Sentinels end the connections of a server whose role they change.
            }
        }

        await redis.DisposeAsync();
        Assert.DoesNotContain(folders, Directory.Exists);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("two words and \"quotes\"")]
    public async Task A_password_is_demanded_and_part_of_the_connection_string(string password)
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions { Password = password });

        Assert.Equal(1, await WithAsync(redis, database => database.StringIncrementAsync("n")));
        await Assert.ThrowsAnyAsync<RedisException>(async () =>
        {
            using ConnectionMultiplexer stranger = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}");
            await stranger.GetDatabase().StringIncrementAsync("n");
        });
    }

    [Fact]
    public async Task Further_arguments_reach_the_server()
    {
        PrivateRedisOptions tiny = new() { Arguments = ["--maxmemory", "1"] };
        await using PrivateRedis redis = await PrivateRedis.StartAsync(tiny);

        RedisServerException full = await Assert.ThrowsAsync<RedisServerException>(
            () => WithAsync(redis, database => database.StringIncrementAsync("n")));

        Assert.StartsWith("OOM", full.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_server_answers_only_after_it_is_resumed()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await redis.PauseAsync();

        Task<long> answer = connection.GetDatabase().StringIncrementAsync("n");
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(TimeSpan.FromMilliseconds(300)));

        await redis.ResumeAsync();
        Assert.Equal(1, await answer.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_disposed_server_is_gone_with_its_folder_and_may_be_disposed_again()
    {
        PrivateRedis redis = await PrivateRedis.StartAsync();
        int process = redis.ProcessId;
        Assert.True(Directory.Exists(redis.DataDirectory) && File.Exists($"/proc/{process}/exe"));

        await redis.DisposeAsync();
        await redis.DisposeAsync();

        Assert.False(Directory.Exists(redis.DataDirectory) || File.Exists($"/proc/{process}/exe"));
    }

    private static async Task<T> WithAsync<T>(PrivateRedis redis, Func<IDatabase, Task<T>> work)
    {
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        return await work(connection.GetDatabase());
    }
}
