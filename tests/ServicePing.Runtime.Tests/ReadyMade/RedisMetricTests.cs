using ServicePing.Runtime.ReadyMade;
using ServicePing.Testing;

namespace ServicePing.Tests.ReadyMade;

/// <summary>The set <c>redis</c>: a real server, and what others say of themselves.</summary>
[Collection(nameof(RedisServer))]
public sealed class RedisMetricTests(RedisServer redis)
{
    [Fact]
    public async Task The_server_is_reported_as_it_says_itself()
    {
        await using Ping ping = ReadyMadePing.Of("redis", builder => builder.UseRedis(redis.Server.ConnectionString));
        string info = (string)(await redis.Database.ExecuteAsync("INFO", "server"))!;

        Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);

        Assert.Equal(["redis.flavor Ok redis", "redis.mode Ok standalone"], ReadyMadePing.Texts(readings)[..2]);
        Assert.Contains($"redis_version:{ReadyMadePing.Text(readings["redis.version"])}\r\n", info, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_user_may_not_ask_the_server_s_own_words_say_so()
    {
        await using PrivateRedis server = await PrivateRedis.StartAsync();
        await using Ping ping = ReadyMadePing.Of("redis", builder => builder.UseRedis(server.ConnectionString));
        await using (StackExchange.Redis.ConnectionMultiplexer connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(server.ConnectionString))
        {
            await connection.GetDatabase().ExecuteAsync("ACL", "SETUSER", "default", "-info");
        }

        Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);

        Assert.Equal(3, readings.Count);
        Assert.All(readings.Values, reading => Assert.Equal(ReadingStatus.Failed, reading.Status));
        Assert.All(readings.Values, reading => Assert.Contains("NOPERM", reading.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_Redis_or_with_one_that_is_down_it_is_unavailable()
    {
        await using Ping none = ReadyMadePing.Of("redis");
        await using Ping down = ReadyMadePing.Of("redis", builder => builder.UseRedis("127.0.0.1:1,connectTimeout=500"));

        Assert.All((await ReadyMadePing.CollectAsync(none)).Values, reading => Assert.Equal(
            (ReadingStatus.Unavailable, "The program keeps no counters in Redis; call UseRedis."), (reading.Status, reading.Message)));
        Assert.All((await ReadyMadePing.CollectAsync(down)).Values, reading => Assert.Equal(ReadingStatus.Unavailable, reading.Status));
    }

    [Theory]
    [InlineData("# Server\r\nredis_version:7.0.15\r\nredis_git_sha1:00000000\r\nredis_mode:cluster\r\n", "redis", "7.0.15", "cluster")]
    [InlineData("# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\nredis_mode:standalone\r\n", "valkey", "8.0.1", "standalone")]
    [InlineData("# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nserver_mode:standalone\r\nvalkey_version:9.0.0\r\n", "valkey", "9.0.0", "standalone")]
    [InlineData("# Server\r\nredis_version:6.3.4\r\nredis_mode:standalone\r\n\r\n# KeyDB\r\nmvcc_depth:0\r\n", "keydb", "6.3.4", "standalone")]
    [InlineData("# Server\r\nredis_version:6.2.11\r\ndragonfly_version:df-v1.21.2\r\nredis_mode:standalone\r\n", "dragonfly", "1.21.2", "standalone")]
    public void Servers_that_speak_Redis_protocol_are_told_apart(string info, string flavor, string version, string mode)
    {
        RedisServerInfo server = RedisServerInfo.Read(info);

        Assert.Equal((flavor, version, mode), (server.Flavor, server.Version, server.Mode));
    }
}
