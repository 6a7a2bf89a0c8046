using ServicePing.Testing;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>A private Redis for each test, and a plain connection to look with.</summary>
public abstract class RedisTest : IAsyncLifetime
{
    protected PrivateRedis Server { get; private set; } = null!;

    protected ConnectionMultiplexer Connection { get; private set; } = null!;

    protected IDatabase Plain => Connection.GetDatabase();

    public async Task InitializeAsync()
    {
        Server = await PrivateRedis.StartAsync(new PrivateRedisOptions { AppendOnly = true });
        await ConnectAsync();
    }

    /// <summary>A fresh connection, also after a restart.</summary>
    protected async Task ConnectAsync()
    {
        Connection?.Dispose();
        Connection = await ConnectionMultiplexer.ConnectAsync(Server.ConnectionString + ",allowAdmin=true,syncTimeout=30000");
    }

    public async Task DisposeAsync()
    {
        Connection.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>All counters with their values: numbers, or the number of members.</summary>
    protected async Task<SortedDictionary<string, string>> KeysAsync()
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (RedisKey key in Connection.GetServer(Connection.GetEndPoints()[0]).Keys())
        {
            string name = key.ToString();
            if (name.Contains("serviceping:flush:", StringComparison.Ordinal))
            {
                continue;
            }

            string value = await Plain.KeyTypeAsync(key) == RedisType.Hash
                ? string.Join(' ', (await Plain.HashGetAllAsync(key)).OrderBy(field => field.Name.ToString(), StringComparer.Ordinal).Select(field => $"{field.Name}={field.Value}"))
                : name.StartsWith("{hll_counters}", StringComparison.Ordinal)
                    ? (await Plain.HyperLogLogLengthAsync(key)).ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : (await Plain.StringGetAsync(key)).ToString();
            found[name] = value;
        }

        return found;
    }
}
