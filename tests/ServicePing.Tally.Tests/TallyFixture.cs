using ServicePing.Testing;

namespace ServicePing.Tally.Tests;

/// <summary>Two installations on the same servers: one runs the program as it is built, one as it is published ahead of time.</summary>
public sealed class TallyFixture : IAsyncLifetime
{
    // What the ping needs, after docs/redis.md; then what the cache and the backplane of SignalR need beside it.
    private static readonly string[] Rights =
    [
        "~tally:*", "resetchannels", "&tally:*", "-@all", "+@connection", "+eval", "+set", "+get", "+mget", "+exists", "+hgetall", "+hlen",
        "+hexists", "+incrby", "+incrbyfloat", "+hincrby", "+pfadd", "+pfmerge", "+expire", "+ttl", "+info",
        "+hset", "+hmset", "+hget", "+hmget", "+pexpire", "+unlink", "+del", "+evalsha", "+script|load",
        "+publish", "+subscribe", "+unsubscribe", "+psubscribe", "+punsubscribe",
    ];

    private PrivatePostgres? _postgres;
    private PrivateRedis? _redis;
    private TallyRun? _justInTime;
    private TallyRun? _aheadOfTime;

    internal PrivateRedis Redis => _redis!;

    /// <summary>How the programs connect to Redis.</summary>
    internal string RedisOfTally => $"127.0.0.1:{Redis.Port},user=tally,password=t4lly";

    internal TallyRun JustInTime => _justInTime!;

    internal TallyRun AheadOfTime => _aheadOfTime!;

    /// <summary>What publishing ahead of time printed.</summary>
    internal string PublishOutput { get; private set; } = "";

    public async Task InitializeAsync()
    {
        IReadOnlyList<string> built = await TallyBuild.BuildAsync();
        (PublishOutput, IReadOnlyList<string> published) = await TallyBuild.PublishAsync();
        _postgres = await PrivatePostgres.StartAsync();
        _redis = await PrivateRedis.StartAsync(new PrivateRedisOptions { Arguments = ["--user", "tally", "on", ">t4lly", .. Rights] });
        Task<TallyRun> justInTime = TallyRun.StartAsync("tally", built, _postgres, RedisOfTally, database: 0);
        Task<TallyRun> aheadOfTime = TallyRun.StartAsync("tally_native", published, _postgres, RedisOfTally, database: 1);
        await ((Task)Task.WhenAll(justInTime, aheadOfTime)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _justInTime = justInTime.IsCompletedSuccessfully ? await justInTime : null;
        _aheadOfTime = await aheadOfTime;
        await justInTime;
    }

    public async Task DisposeAsync()
    {
        _aheadOfTime?.Dispose();
        _justInTime?.Dispose();
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }
}
