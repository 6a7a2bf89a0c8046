using ServicePing.Testing;

namespace ServicePing.Tally.Tests;

/// <summary>An installation on servers of its own.</summary>
public sealed class TallyFixture : IAsyncLifetime
{
    private PrivatePostgres? _postgres;
    private PrivateRedis? _redis;
    private TallyRun? _run;

    internal PrivateRedis Redis => _redis!;

    /// <summary>How the programs connect to Redis.</summary>
    internal string RedisOfTally => $"127.0.0.1:{Redis.Port},user=tally,password=t4lly";

    internal TallyRun Run => _run!;

    public async Task InitializeAsync()
    {
        IReadOnlyList<string> built = await TallyBuild.BuildAsync();
        _postgres = await PrivatePostgres.StartAsync();
        _redis = await PrivateRedis.StartAsync(new PrivateRedisOptions { Arguments = ["--user", "tally", "on", ">t4lly", "~*", "&tally:*", "+@all"] });
        _run = await TallyRun.StartAsync("tally", built, _postgres, RedisOfTally);
    }

    public async Task DisposeAsync()
    {
        _run?.Dispose();
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
