using System.Globalization;
using ServicePing.Runtime.Counters;
using ServicePing.Testing;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>Four threads track while real servers hand over to each other: everything is counted once.</summary>
public sealed class HandoverTests
{
    [Fact]
    public async Task A_server_that_becomes_a_replica_under_load_misses_nothing()
    {
        await using PrivateRedis first = await PrivateRedis.StartAsync();
        await using PrivateRedis second = await PrivateRedis.StartAsync(new PrivateRedisOptions
        {
            Arguments = ["--replicaof", $"127.0.0.1 {first.Port}", "--repl-diskless-sync-delay", "0"],
        });
        await using TrackingLoad load = new($"{first.ConnectionString},{second.ConnectionString}");
        await load.FlushUntilAsync(HandOverAsync(first, second));
        await load.FlushForAsync(TimeSpan.FromSeconds(2));
        await load.FlushUntilAsync(HandOverAsync(second, first));

        await CheckAsync(load, first.ConnectionString);
    }

    [Fact]
    public async Task A_cluster_that_moves_slots_under_load_counts_everything_once()
    {
        await using PrivateRedisCluster cluster = await PrivateRedisCluster.StartAsync();
        await using TrackingLoad load = new(cluster.ConnectionString);
        await load.FlushForAsync(TimeSpan.FromMilliseconds(500));
        int[] slots = [HashSlot.Of(EventSet.Total), HashSlot.Of(EventSet.Users), HashSlot.Of(EventSet.Sum)];
        for (int round = 1; round <= 3; round++)
        {
            foreach ((int i, int slot) in slots.Index())
            {
                await load.FlushUntilAsync(cluster.MoveSlotAsync(slot, (round + i) % cluster.Masters.Count, TimeSpan.FromMilliseconds(50)));
            }
        }

        await CheckAsync(load, cluster.ConnectionString);
    }

    /// <summary>Lets a server become the replica of its own one, which loses no write, and waits until both know.</summary>
    private static async Task HandOverAsync(PrivateRedis from, PrivateRedis to)
    {
        await using RedisWire old = await RedisWire.ConnectAsync(from.Port);
        await using RedisWire next = await RedisWire.ConnectAsync(to.Port);
        while (!await SaysAsync(old, "state=online"))
        {
            await Task.Delay(20);
        }

        await old.AskAsync(["FAILOVER", "TO", "127.0.0.1", to.Port.ToString(CultureInfo.InvariantCulture)]);
        while (!await SaysAsync(next, "role:master") || !await SaysAsync(old, "role:slave"))
        {
            await Task.Delay(20);
        }
    }

    private static async Task<bool> SaysAsync(RedisWire server, string line) =>
        ((string)(await server.AskAsync(["INFO", "replication"]))!).Contains(line, StringComparison.Ordinal);

    private static async Task CheckAsync(TrackingLoad load, string servers)
    {
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(servers);
        await load.CheckAsync(connection.GetDatabase());
    }
}
