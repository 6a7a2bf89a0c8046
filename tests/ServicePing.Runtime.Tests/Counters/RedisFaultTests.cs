using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;
using StackExchange.Redis;
using static ServicePing.Tests.CountedFlushes;

namespace ServicePing.Tests;

/// <summary>What a real Redis does when it is not well. Whatever happens, what was flushed is counted once.</summary>
public sealed class RedisFaultTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    private static bool IsLong => Environment.GetEnvironmentVariable("SERVICEPING_LONG") is not null;

    [Fact]
    public async Task A_flush_whose_answer_was_lost_is_not_applied_again()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await using CuttingProxy proxy = new(redis.Port);
        await using RedisCounterStore store = Store(proxy.Address, TimeSpan.FromSeconds(10));
        await FlushAsync(store, Everything());
        proxy.LosesAnswers = true;
        CounterFlush flush = Everything();
        Task<IReadOnlyList<WriteOutcome>> lost = store.WriteAsync(flush);
        await using RedisWire direct = await RedisWire.ConnectAsync(redis.Port);
        while ((string?)await direct.AskAsync(["GET", "{a}total"]) != "2")
        {
            await Task.Delay(10);
        }

        proxy.Cut();
        Assert.All(await lost, outcome => Assert.Equal(WriteOutcome.Retry, outcome));
        proxy.LosesAnswers = false;
        await FlushAsync(store, flush);

        await AssertCountedAsync(store, 2);
    }

    /// <summary>
    /// Cuts while connections are made, used and lost, beside threads that take the processors. Each round ends with a flush that must get
    /// through, so that a connection that does not come back is found in its round.
    /// </summary>
    [Fact]
    public async Task Connections_that_are_cut_at_any_moment_change_no_number()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await using CuttingProxy proxy = new(redis.Port);
        await using RedisCounterStore store = Store(proxy.Address, Timeout);
        await using RepeatedWork load = new(IsLong ? 4 : 0, () => Task.Run(() => Thread.SpinWait(1_000_000)));
        Random random = new(12);
        int flushes = 0;
        int repeated = 0;
        for (int round = 0; round < (IsLong ? 300 : 20); round++)
        {
            await using RepeatedWork writers = new(1, async () =>
            {
                repeated += await FlushAsync(store, Everything()) > 1 ? 1 : 0;
                flushes++;
            });
            for (int cut = 0; cut < 3; cut++)
            {
                await Task.Delay(random.Next(1, 80));
                proxy.LosesAnswers = random.Next(2) == 0;
                await Task.Delay(random.Next(5));
                proxy.Cut();
                proxy.LosesAnswers = false;
            }

            await writers.StopAsync();
        }

        Assert.InRange(repeated, 1, flushes);
        await AssertCountedAsync(store, flushes);
    }

    /// <summary>As a balancer does whose server is gone, and as a host that has lost its power.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_open_and_never_answered_is_given_up_for_a_better_one(bool isFromTheBeginning)
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await using CuttingProxy proxy = new(redis.Port);
        await using RedisCounterStore store = Store(proxy.Address, Timeout);
        await FlushAsync(store, Everything());
        int before = proxy.Accepted;
        proxy.LosesAnswers = true;
        if (isFromTheBeginning)
        {
            proxy.Cut();
        }

        // The mute connection stays open until the end: only the client can leave it.
        CounterFlush flush = Everything();
        while (isFromTheBeginning && proxy.Accepted == before)
        {
            await store.WriteAsync(flush);
            await Task.Delay(10);
        }

        await store.WriteAsync(flush);
        proxy.LosesAnswers = false;
        Stopwatch watch = Stopwatch.StartNew();
        await FlushAsync(store, flush);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(50));
        await AssertCountedAsync(store, 2);
    }

    [Fact]
    public async Task A_server_that_hangs_is_waited_for_in_vain_but_never_for_long_and_counts_once()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await using RedisCounterStore store = Store(redis.ConnectionString, Timeout);
        await FlushAsync(store, Everything());
        await redis.PauseAsync();
        CounterFlush flush = Everything();
        Stopwatch watch = Stopwatch.StartNew();
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.All(await store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Retry, outcome));
        }

        // By a clock of its own the client gives up what waits, and now and then the connection with it: only the first attempt surely waits
        // for its whole limit, and the read finds a server that does not answer, or none.
        CounterReply reply = await ReadAsync(store, CounterKind.Total, "{a}total");
        Assert.True(Assert.IsType<CounterReply.None>(reply).Failure.Status is ReadingStatus.TimedOut or ReadingStatus.Unavailable);
        Assert.InRange(watch.Elapsed, 0.9 * Timeout, 100 * Timeout);

        await redis.ResumeAsync();
        await FlushAsync(store, flush);

        await AssertCountedAsync(store, 2);
    }

    [Fact]
    public async Task A_killed_server_that_comes_back_gets_what_it_has_missed()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions { AppendOnly = true });
        await using RedisCounterStore store = Store(redis.ConnectionString, Timeout);
        await using RepeatedWork writers = new(4, () => FlushAsync(store, Everything()));
        for (int kill = 0; kill < 3; kill++)
        {
            await Task.Delay(300);
            await redis.KillAsync();
            CounterReply reply = await ReadAsync(store, CounterKind.Total, "{a}total");
            Assert.IsType<CounterReply.None>(reply);
            await redis.RestartAsync();
        }

        await AssertCountedAsync(store, await writers.StopAsync());
    }

    [Fact]
    public async Task A_server_without_memory_takes_everything_or_nothing()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions
        {
            Arguments = ["--maxmemory", "4mb", "--maxmemory-policy", "noeviction"],
        });
        await using RedisCounterStore store = Store(redis.ConnectionString, Timeout);
        await FlushAsync(store, Everything());
        await using RedisWire direct = await RedisWire.ConnectAsync(redis.Port);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (int i = 0; ; i++)
            {
                await direct.AskAsync(["SET", $"filler{i}", new string('x', 10_000)]);
            }
        });
        CounterFlush flush = Everything();

        Assert.All(await store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Retry, outcome));
        await AssertCountedAsync(store, 1);

        await direct.AskAsync(["CONFIG", "SET", "maxmemory", "0"]);
        await FlushAsync(store, flush);
        await AssertCountedAsync(store, 2);
    }

    [Fact]
    public async Task When_servers_change_roles_the_store_follows_within_seconds()
    {
        await using PrivateRedis first = await PrivateRedis.StartAsync();
        await using PrivateRedis second = await PrivateRedis.StartAsync(ReplicaOf(first));
        await using RedisWire one = await RedisWire.ConnectAsync(first.Port);
        await using RedisWire other = await RedisWire.ConnectAsync(second.Port);
        await using RedisCounterStore store = Store($"{first.ConnectionString},{second.ConnectionString}", Timeout);
        await FlushAsync(store, Everything());
        while ((string?)await other.AskAsync(["GET", "{a}total"]) != "1")
        {
            await Task.Delay(10);
        }

        await other.AskAsync(["REPLICAOF", "NO", "ONE"]);
        await one.AskAsync(["REPLICAOF", "127.0.0.1", second.Port.ToString(CultureInfo.InvariantCulture)]);
        CounterFlush flush = Everything();

        // The client may have noticed already, or meet a server that takes no writes any more.
        Assert.Single((await store.WriteAsync(flush)).Distinct(), outcome => outcome is WriteOutcome.Retry or WriteOutcome.Applied);
        Stopwatch watch = Stopwatch.StartNew();
        await FlushAsync(store, flush);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal("2", (string?)await other.AskAsync(["GET", "{a}total"]));
        await AssertCountedAsync(store, 2);
    }

    [Fact]
    public async Task A_replica_takes_nothing_until_it_is_promoted()
    {
        await using PrivateRedis first = await PrivateRedis.StartAsync();
        await using PrivateRedis second = await PrivateRedis.StartAsync(ReplicaOf(first));
        await using RedisCounterStore store = Store(second.ConnectionString, Timeout);
        CounterFlush flush = Everything();
        Assert.All(await store.WriteAsync(flush), outcome => Assert.Equal(WriteOutcome.Retry, outcome));

        await using RedisWire other = await RedisWire.ConnectAsync(second.Port);
        await other.AskAsync(["REPLICAOF", "NO", "ONE"]);
        Stopwatch watch = Stopwatch.StartNew();
        await FlushAsync(store, flush);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        await AssertCountedAsync(store, 1);
    }

    [Fact]
    public async Task A_server_that_is_loading_is_asked_again()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions
        {
            Arguments =
            [
                "--save", "3600 1", "--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024",
                "--rdbcompression", "no",
            ],
        });
        await using (RedisWire direct = await RedisWire.ConnectAsync(redis.Port))
        {
            for (int i = 0; i < 2_500; i++)
            {
                await direct.AskAsync(["SET", $"filler{i}", new string('x', 100)]);
            }
        }

        await using RedisCounterStore store = Store(redis.ConnectionString, Timeout);
        await FlushAsync(store, Everything());
        Task restart = redis.RestartAsync();
        CounterFlush flush = Everything();
        while (!await IsLoadingAsync(redis.Port))
        {
            Assert.False(restart.IsCompleted, "The server has loaded too quickly for this test.");
            await Task.Delay(10);
        }

        List<CounterReply.None> failed = [];
        while ((await store.WriteAsync(flush)).Contains(WriteOutcome.Retry))
        {
            failed.AddRange(new[] { await ReadAsync(store, CounterKind.Total, "{a}total") }.OfType<CounterReply.None>());
            await Task.Delay(20);
        }

        await restart;
        Assert.DoesNotContain(failed, none => none.Failure.Status == ReadingStatus.Failed);
        await AssertCountedAsync(store, 2);
    }

    [Fact]
    public async Task A_server_that_has_forgotten_the_script_is_told_it_again()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await using RedisCounterStore store = Store(redis.ConnectionString, TimeSpan.FromSeconds(10));
        await FlushAsync(store, Everything());
        await using RedisWire direct = await RedisWire.ConnectAsync(redis.Port);

        for (int flushes = 2; flushes < 5; flushes++)
        {
            await direct.AskAsync(["SCRIPT", "FLUSH"]);
            Assert.Equal(1, await FlushAsync(store, Everything()));
            await AssertCountedAsync(store, flushes);
        }
    }

    [Fact]
    public async Task The_marker_of_a_flush_goes_soon_after_its_answer_has_come_and_nothing_else_is_left()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await using RedisCounterStore store = Store(redis.ConnectionString, TimeSpan.FromSeconds(10));
        await FlushAsync(store, Everything());
        await FlushAsync(store, Everything());
        await using RedisWire direct = await RedisWire.ConnectAsync(redis.Port);
        string[] keys;
        long asked = Stopwatch.GetTimestamp();

        // Registers on their way are written over by nothing that lasts a millisecond.
        while ((keys = [.. ((object?[])(await direct.AskAsync(["KEYS", "*serviceping*"]))!).Cast<string>()]).Length > 2)
        {
            Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, keys.Length);
        foreach (string key in keys)
        {
            // Nobody waits for the command that shortens its life.
            long begun = Stopwatch.GetTimestamp();
            while (await SecondsLeftAsync(direct, key) > 600)
            {
                Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromMinutes(1));
                await Task.Delay(10);
            }

            Assert.InRange(await SecondsLeftAsync(direct, key), 1, 600);
        }
    }

    [Fact]
    public async Task A_cluster_that_moves_slots_under_load_counts_everything_once_and_is_read_all_the_while()
    {
        await using PrivateRedisCluster cluster = await PrivateRedisCluster.StartAsync();
        await using RedisCounterStore store = Store(cluster.ConnectionString, TimeSpan.FromSeconds(10));
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"{{slot{i}}}")];
        CounterFlush Next() => new(Guid.NewGuid(), [.. names.SelectMany(name => Enumerable.Range(0, 30).Select(
            i => new CounterWrite.Count(name + i, CounterWrite.SixWeeks, 1))), .. Everything().Writes]);
        await FlushAsync(store, Next());

        await using RepeatedWork writers = new(3, () => FlushAsync(store, Next()));
        CounterRead[] reads = [.. names.Select(name => new CounterRead(CounterKind.Total, [.. Enumerable.Range(0, 30).Select(i => name + i)])),
            new(CounterKind.Unique, ["{a}values", "{a}registers"]), new(CounterKind.Unique, ["{a}values", "{b}values"])];
        await using RepeatedWork reader = new(1, async () => Assert.Empty(
            (await store.ReadAsync(reads, new CollectionMeter(null), CancellationToken.None)).OfType<CounterReply.None>()));
        for (int round = 0; round < 3; round++)
        {
            foreach (string name in names[..6].Append("{a}"))
            {
                await cluster.MoveSlotAsync(HashSlot.Of(name), (round + name.Length) % 3, TimeSpan.FromMilliseconds(20));
            }
        }

        int total = 1 + await writers.StopAsync();
        await reader.StopAsync();
        await AssertCountedAsync(store, total);
        foreach (string name in names)
        {
            Assert.Equal(30 * total, await NumberAsync(store, CounterKind.Total, [.. Enumerable.Range(0, 30).Select(i => name + i)]));
        }
    }

    private static async Task<int> SecondsLeftAsync(RedisWire direct, string key) =>
        int.Parse((string)(await direct.AskAsync(["TTL", key]))!, CultureInfo.InvariantCulture);

    private static RedisCounterStore Store(string configuration, TimeSpan timeout)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2_000;
        return new RedisCounterStore(new RedisConnection(options, timeout), timeout, NullLogger.Instance);
    }

    private static PrivateRedisOptions ReplicaOf(PrivateRedis master) => new()
    {
        Arguments = ["--replicaof", $"127.0.0.1 {master.Port}", "--repl-diskless-sync-delay", "0"],
    };

    private static async Task<bool> IsLoadingAsync(int port)
    {
        try
        {
            await using RedisWire wire = await RedisWire.ConnectAsync(port);
            await wire.AskAsync(["GET", "x"]);
            return false;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return exception.Message.StartsWith("LOADING", StringComparison.Ordinal);
        }
    }
}
