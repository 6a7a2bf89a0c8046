using System.Globalization;

namespace ServicePing.Testing;

/// <summary>A private Redis Cluster of a few masters without replicas, each of which has its share of the slots.</summary>
/// <example>
/// <code>
/// await using PrivateRedisCluster cluster = await PrivateRedisCluster.StartAsync();
/// await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(cluster.ConnectionString);
/// </code>
/// </example>
public sealed class PrivateRedisCluster : IAsyncDisposable
{
    private const int Slots = 16_384;

    private readonly string[] ids;
    private readonly int[] owners;

    private PrivateRedisCluster(IReadOnlyList<PrivateRedis> masters)
    {
        Masters = masters;
        ids = new string[masters.Count];
        owners = [.. Enumerable.Range(0, Slots).Select(slot => slot * masters.Count / Slots)];
    }

    /// <summary>The servers.</summary>
    public IReadOnlyList<PrivateRedis> Masters { get; }

    /// <summary>How to connect, in the form that StackExchange.Redis reads: the addresses of all servers.</summary>
    public string ConnectionString => string.Join(',', Masters.Select(master => master.ConnectionString));

    /// <summary>Starts a cluster; it takes reads and writes when this returns.</summary>
    /// <param name="masters">How many servers; three by default.</param>
    /// <param name="options">How each of them runs; the defaults when null. A password is not supported.</param>
    /// <param name="cancellationToken">Gives up; everything begun is removed.</param>
    /// <exception cref="PrivateServerException">Redis is not installed or does not start; the message says why and what to do.</exception>
    public static async Task<PrivateRedisCluster> StartAsync(
        int masters = 3,
        PrivateRedisOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(masters, 1);
        options ??= new PrivateRedisOptions();
        options = options with { Arguments = ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000", .. options.Arguments] };
        List<PrivateRedis> started = [];
        try
        {
            while (started.Count < masters)
            {
                started.Add(await PrivateRedis.StartAsync(options, cancellationToken).ConfigureAwait(false));
            }

            PrivateRedisCluster cluster = new(started);
            await cluster.JoinAsync(cancellationToken).ConfigureAwait(false);
            return cluster;
        }
        catch
        {
            foreach (PrivateRedis server in started)
            {
                await server.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Moves a slot with all its keys to another server while the cluster works.</summary>
    /// <param name="slot">The slot, from 0 to 16383.</param>
    /// <param name="to">The position of the server in <see cref="Masters"/>.</param>
    /// <param name="pause">How long to wait after each ten keys; not at all by default.</param>
    /// <param name="cancellationToken">Gives up midway, which leaves the slot in between.</param>
    public async Task MoveSlotAsync(int slot, int to, TimeSpan pause = default, CancellationToken cancellationToken = default)
    {
        int from = owners[slot];
        if (from == to)
        {
            return;
        }

        string number = slot.ToString(CultureInfo.InvariantCulture);
        await using RedisWire source = await RedisWire.ConnectAsync(Masters[from].Port, null, cancellationToken).ConfigureAwait(false);
        await using RedisWire target = await RedisWire.ConnectAsync(Masters[to].Port, null, cancellationToken).ConfigureAwait(false);
        await target.AskAsync(["CLUSTER", "SETSLOT", number, "IMPORTING", ids[from]], cancellationToken).ConfigureAwait(false);
        await source.AskAsync(["CLUSTER", "SETSLOT", number, "MIGRATING", ids[to]], cancellationToken).ConfigureAwait(false);
        while (await source.AskAsync(["CLUSTER", "GETKEYSINSLOT", number, "10"], cancellationToken).ConfigureAwait(false)
            is object?[] { Length: > 0 } keys)
        {
            string port = Masters[to].Port.ToString(CultureInfo.InvariantCulture);
            await source.AskAsync(["MIGRATE", "127.0.0.1", port, "", "0", "5000", "KEYS", .. keys.Cast<string>()], cancellationToken)
                .ConfigureAwait(false);
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }

        await target.AskAsync(["CLUSTER", "SETSLOT", number, "NODE", ids[to]], cancellationToken).ConfigureAwait(false);
        await source.AskAsync(["CLUSTER", "SETSLOT", number, "NODE", ids[to]], cancellationToken).ConfigureAwait(false);
        owners[slot] = to;

        // A master that has not heard of the move would tell the new owner that the slot is still the old one's.
        foreach (PrivateRedis other in Masters.Where((_, i) => i != from && i != to))
        {
            await using RedisWire wire = await RedisWire.ConnectAsync(other.Port, null, cancellationToken).ConfigureAwait(false);
            await wire.AskAsync(["CLUSTER", "SETSLOT", number, "NODE", ids[to]], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the servers and removes their folders.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (PrivateRedis master in Masters)
        {
            await master.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; i < Masters.Count; i++)
        {
            await using RedisWire wire = await RedisWire.ConnectAsync(Masters[i].Port, null, cancellationToken).ConfigureAwait(false);
            ids[i] = (string)(await wire.AskAsync(["CLUSTER", "MYID"], cancellationToken).ConfigureAwait(false))!;
            IEnumerable<string> mine = owners.Index().Where(slot => slot.Item == i)
                .Select(slot => slot.Index.ToString(CultureInfo.InvariantCulture));
            await wire.AskAsync(["CLUSTER", "ADDSLOTS", .. mine], cancellationToken).ConfigureAwait(false);

            // Masters that meet with one epoch give themselves new ones later, and take slots back that were moved meanwhile.
            string epoch = (i + 1).ToString(CultureInfo.InvariantCulture);
            await wire.AskAsync(["CLUSTER", "SET-CONFIG-EPOCH", epoch], cancellationToken).ConfigureAwait(false);
            if (i > 0)
            {
                string first = Masters[0].Port.ToString(CultureInfo.InvariantCulture);
                await wire.AskAsync(["CLUSTER", "MEET", "127.0.0.1", first], cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (PrivateRedis master in Masters)
        {
            await using RedisWire wire = await RedisWire.ConnectAsync(master.Port, null, cancellationToken).ConfigureAwait(false);
            while (!IsWhole((string)(await wire.AskAsync(["CLUSTER", "INFO"], cancellationToken).ConfigureAwait(false))!))
            {
                await Task.Delay(50, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private bool IsWhole(string info) =>
        info.Contains("cluster_state:ok", StringComparison.Ordinal)
        && info.Contains(string.Create(CultureInfo.InvariantCulture, $"cluster_known_nodes:{Masters.Count}\r\n"), StringComparison.Ordinal)
        && info.Contains(string.Create(CultureInfo.InvariantCulture, $"cluster_size:{Masters.Count}\r\n"), StringComparison.Ordinal);
}
