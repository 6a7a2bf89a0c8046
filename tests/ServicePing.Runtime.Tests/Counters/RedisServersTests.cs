using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>Redis as products have it: with TLS, behind sentinels, shared with other products.</summary>
public sealed class RedisServersTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_server_with_TLS_is_used_by_those_who_trust_its_authority_and_refused_by_others()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions { Tls = true, Password = "secret" });
        ConfigurationOptions options = ConfigurationOptions.Parse(redis.ConnectionString);
        await using RedisCounterStore stranger = Store(options);
        Assert.All(await stranger.WriteAsync(One()), outcome => Assert.Equal(WriteOutcome.Retry, outcome));

        options.TrustIssuer(redis.AuthorityFile);
        await using RedisCounterStore friend = Store(options);
        await FlushAsync(friend, One());
        Assert.Equal(1, await TotalAsync(friend));
    }

    [Fact]
    public async Task When_sentinels_let_the_replica_take_over_a_flush_goes_there_and_is_counted_once()
    {
        await using PrivateRedisSentinels redis = await PrivateRedisSentinels.StartAsync();
        await using RedisCounterStore store = Store(ConfigurationOptions.Parse(redis.ConnectionString));
        await FlushAsync(store, One());
        await AnswersAsync(redis.Replica, "1", "GET", "total");

        await redis.Master.KillAsync();
        CounterFlush flush = One();
        await FlushAsync(store, flush);
        await FlushAsync(store, flush);

        await AnswersAsync(redis.Replica, "2", "GET", "total");
        Assert.Equal(2, await TotalAsync(store));

        // The old master comes back as a replica of the new one, and misleads nobody. Were it there before the failover has ended everywhere,
        // sentinels that hang behind would give it up, and lose what the new master has.
        using (CancellationTokenSource end = new(TimeSpan.FromMinutes(2)))
        {
            await redis.AgreeOnAsync(redis.Replica, end.Token);
        }

        await redis.Master.RestartAsync();
        await AnswersAsync(redis.Master, "role:slave", "INFO", "replication");
        await FlushAsync(store, One());
        await AnswersAsync(redis.Replica, "3", "GET", "total");
    }

    [Fact]
    public async Task Two_products_on_one_Redis_do_not_add_into_each_other()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        TestSet set = EventSet.Create();
        set.AddCounter("total", CounterKind.Total, TimeFrame.All, EventSet.Total);
        await using Ping forge = Ping.Of(builder => builder.UseRedis(redis.ConnectionString, keyPrefix: "forge:"), set);
        await using Ping mill = Ping.Of(builder => builder.UseRedis(redis.ConnectionString, keyPrefix: "mill:"), set);
        await using Ping none = Ping.Of(builder => builder.UseRedis(redis.ConnectionString), set);
        foreach ((Ping ping, int times) in new[] { (forge, 3), (mill, 5), (none, 7) })
        {
            for (int i = 0; i < times; i++)
            {
                ping.Tracker.EventsOf(set)[0].Track(i, "x", 1.0);
            }

            await ping.Tracker.FlushAsync();
        }

        Assert.Equal("""{"total":3}""", (await forge.CollectAsync()).ToString());
        Assert.Equal("""{"total":5}""", (await mill.CollectAsync()).ToString());
        Assert.Equal("""{"total":7}""", (await none.CollectAsync()).ToString());
    }

    [Fact]
    public async Task Queries_show_keys_with_their_prefix()
    {
        TestSet set = new();
        set.AddCounter("total", CounterKind.Total, TimeFrame.All, "{event_counters}_e");
        await using Ping ping = Ping.Of(builder => builder.UseRedis("localhost", keyPrefix: "forge:"), set);
        ServicePingQueries queries = (ServicePingQueries)ping.Services.GetService(typeof(ServicePingQueries))!;
        Assert.Equal(
            """{"redis_usage_data_counter":"forge:{event_counters}_e"}""", Assert.Single(queries.OfMetrics()).NonSql.ToJson().GetRawText());
    }

    [Theory]
    [InlineData("{forge}:")]
    [InlineData("forge*")]
    [InlineData("my forge:")]
    [InlineData("förge:")]
    [InlineData("forge\n")]
    public void A_prefix_that_would_move_keys_or_mislead_patterns_is_refused_by_name(string prefix)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Ping.Of(builder => builder.UseRedis("localhost", prefix), new TestSet()));
        Assert.Equal("keyPrefix", exception.ParamName);
        Assert.Contains(prefix, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_without_a_server_are_refused() => Assert.Throws<ArgumentException>(
        () => Ping.Of(builder => builder.UseRedis(new ConfigurationOptions()), new TestSet()));

    private static RedisCounterStore Store(ConfigurationOptions options) =>
        new(new RedisConnection(options, Timeout), Timeout, NullLogger.Instance);

    private static CounterFlush One() => new(Guid.NewGuid(), [new CounterWrite.Count("total", null, 1)]);

    private static async Task FlushAsync(RedisCounterStore store, CounterFlush flush)
    {
        Stopwatch begun = Stopwatch.StartNew();
        while ((await store.WriteAsync(flush)).Contains(WriteOutcome.Retry))
        {
            Assert.True(begun.Elapsed < TimeSpan.FromMinutes(2), store.Hindrance);
            await Task.Delay(50);
        }
    }

    /// <summary>Asks a server until its answer has a text in it; sentinels end the connections of a server whose role they change.</summary>
    private static async Task AnswersAsync(PrivateRedis server, string text, params string[] command)
    {
        Stopwatch begun = Stopwatch.StartNew();
        string? answer = null;
        while (answer?.Contains(text, StringComparison.Ordinal) != true)
        {
            Assert.True(begun.Elapsed < TimeSpan.FromMinutes(2), $"{string.Join(' ', command)}: {answer}");
            await Task.Delay(50);
            try
            {
                await using RedisWire wire = await RedisWire.ConnectAsync(server.Port);
                answer = (string?)await wire.AskAsync(command);
            }
            catch (IOException exception)
            {
                answer = exception.Message;
            }
        }
    }

    /// <summary>Reads the total; while servers change roles that may need another attempt.</summary>
    private static async Task<long> TotalAsync(RedisCounterStore store)
    {
        Stopwatch begun = Stopwatch.StartNew();
        while (true)
        {
            CounterReply reply = Assert.Single(
                await store.ReadAsync([new(CounterKind.Total, ["total"])], new CollectionMeter(null), CancellationToken.None));
            if (reply is CounterReply.Number number)
            {
                return number.Value.AsInt64();
            }

            Assert.True(begun.Elapsed < TimeSpan.FromMinutes(1), reply.ToString());
            await Task.Delay(50);
        }
    }
}
