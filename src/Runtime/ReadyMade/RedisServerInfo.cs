using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Facts;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>What the Redis server of the program's counters says of itself, its <c>INFO server</c>.</summary>
internal sealed class RedisServerInfo(IReadOnlyDictionary<string, string> fields)
{
    /// <summary>Asks the server.</summary>
    /// <exception cref="FactFailureException">The program keeps no counters in Redis, the server cannot be reached, or it refuses.</exception>
    internal static async Task<RedisServerInfo> AskAsync(IEnumerable<ICounterStore> stores, CancellationToken cancellationToken)
    {
        RedisCounterStore store = stores.OfType<RedisCounterStore>().LastOrDefault()
            ?? throw FactFailureException.Unavailable("The program keeps no counters in Redis; call UseRedis.");
        try
        {
            return Read(await store.DescribeAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FactFailureException(RedisReading.FailureOf(exception));
        }
    }

    /// <summary>Reads lines of <c>name:value</c>; those of headings begin with <c>#</c>.</summary>
    internal static RedisServerInfo Read(string text)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            if (!line.StartsWith('#') && line.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon)
            {
                fields[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        return new RedisServerInfo(fields);
    }

    /// <summary>Whose server it is: those that speak Redis' protocol report a version of Redis beside their own.</summary>
    internal string Flavor =>
        fields.ContainsKey("dragonfly_version") ? "dragonfly"
        : fields.ContainsKey("valkey_version") || fields.GetValueOrDefault("server_name") == "valkey" ? "valkey"
        : fields.ContainsKey("mvcc_depth") ? "keydb"
        : "redis";

    /// <summary>Its version, by its own numbers.</summary>
    internal string? Version => Flavor switch
    {
        "dragonfly" => fields["dragonfly_version"] is ['d', 'f', '-', 'v', .. string number] ? number : fields["dragonfly_version"],
        "valkey" when fields.TryGetValue("valkey_version", out string? version) => version,
        _ => fields.GetValueOrDefault("redis_version"),
    };

    /// <summary><c>standalone</c>, <c>cluster</c> or <c>sentinel</c>.</summary>
    internal string? Mode => fields.GetValueOrDefault("redis_mode") ?? fields.GetValueOrDefault("server_mode");
}
