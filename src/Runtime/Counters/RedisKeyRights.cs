using StackExchange.Redis;

namespace ServicePing.Runtime.Counters;

/// <summary>Which keys a Redis user may not touch.</summary>
internal static class RedisKeyRights
{
    private const int KeysPerScript = 500;

    /// <summary>Asks, with scripts that do nothing, and tells for each key that is refused why.</summary>
    internal static async Task<IReadOnlyDictionary<RedisKey, string>> RefusedAsync(IDatabase database, IEnumerable<RedisKey> keys)
    {
        bool isCluster = RedisConnection.IsCluster(database.Multiplexer);
        Dictionary<RedisKey, string> refused = [];
        foreach (RedisKey[] some in keys.Distinct()
            .GroupBy(key => isCluster ? HashSlot.Of(key.ToString()) : 0).SelectMany(slot => slot.Chunk(KeysPerScript)))
        {
            if (await RefusalAsync(database, some).ConfigureAwait(false) is null)
            {
                continue;
            }

            string?[] reasons = await Task.WhenAll(some.Select(key => RefusalAsync(database, [key]))).ConfigureAwait(false);
            foreach ((RedisKey key, string? reason) in some.Zip(reasons))
            {
                if (reason is not null)
                {
                    refused.Add(key, reason);
                }
            }
        }

        return refused;
    }

    /// <summary>Whether a server's refusal is about a right.</summary>
    internal static bool IsMissing(string reason) =>
        reason.Contains("NOPERM", StringComparison.Ordinal) || reason.Contains("user executing the script", StringComparison.Ordinal);

    private static async Task<string?> RefusalAsync(IDatabase database, RedisKey[] keys)
    {
        try
        {
            await database.ScriptEvaluateAsync("return ''", keys, [], CommandFlags.NoScriptCache).ConfigureAwait(false);
            return null;
        }
        catch (RedisServerException exception)
        {
            return exception.Message;
        }
    }
}
