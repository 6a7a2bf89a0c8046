using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Counters.Postgres;
using ServicePing.Testing;
using static ServicePing.Tests.CountedFlushes;

namespace ServicePing.Tests;

/// <summary>
/// The primary of the counters is gone, and its synchronous standby takes its place: what was confirmed is there, and each flush is counted once.
/// </summary>
public sealed class PostgresPromotionTests : IAsyncLifetime
{
    private PrivatePostgres _primary = null!;
    private PrivatePostgres _standby = null!;

    public async Task InitializeAsync()
    {
        _primary = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { Settings = new Dictionary<string, string> { ["synchronous_commit"] = "on" } });
        _standby = await _primary.StartStandbyAsync();
        await AskAsync(_primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
        await AskAsync(_primary, "SELECT pg_reload_conf()");
        await LoopInstallation.WhenAsync(
            () => AskAsync(_primary, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"), found => found is 1L);
    }

    public async Task DisposeAsync()
    {
        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }

    [Fact]
    public async Task A_standby_that_is_promoted_during_flushes_has_each_of_them_once()
    {
        await using PostgresCounterStore store = PostgresStores.Over(
            $"{_primary.ConnectionString};Timeout=5".Replace(
                $"Host=127.0.0.1;Port={_primary.Port}", $"Host=127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port}", StringComparison.Ordinal),
            timeout: TimeSpan.FromSeconds(5));
        await FlushAsync(store, Everything());
        int flushes = 0;
        await using RepeatedWork writers = new(3, async () =>
        {
            await FlushAsync(store, Everything());
            Interlocked.Increment(ref flushes);
        });
        await LoopInstallation.WhenAsync(() => Volatile.Read(ref flushes), done => done > 20);

        await _primary.KillAsync();
        int before = Volatile.Read(ref flushes);
        Assert.Equal(true, await AskAsync(_standby, "SELECT pg_promote()"));
        await LoopInstallation.WhenAsync(() => Volatile.Read(ref flushes), done => done > before + 20);

        await AssertCountedAsync(store, 1 + await writers.StopAsync());
    }

    /// <summary>The primary has committed, the standby does not know of it, and the session ends or is told to wait no longer.</summary>
    [Theory]
    [InlineData("pg_terminate_backend")]
    [InlineData("pg_cancel_backend")]
    public async Task A_flush_that_no_standby_has_is_not_confirmed_however_often_it_is_asked_for(string end)
    {
        await using PostgresCounterStore store = PostgresStores.Over(_primary.ConnectionString, timeout: TimeSpan.FromSeconds(2));
        await FlushAsync(store, Everything());
        CounterFlush flush = Everything();
        await _standby.PauseAsync();
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Task<IReadOnlyList<WriteOutcome>> write = store.WriteAsync(flush);
            await LoopInstallation.WhenAsync(
                () => AskAsync(_primary, $"SELECT count({end}(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"),
                ended => ended is > 0L || write.IsCompleted);
            Assert.All(await write, outcome => Assert.Equal(WriteOutcome.Retry, outcome));
        }

        await _standby.ResumeAsync();
        await FlushAsync(store, flush);
        await AssertCountedAsync(store, 2);
    }

    private static Task<object?> AskAsync(PrivatePostgres server, string sql) => PostgresStores.ExecuteAsync(server.ConnectionString, sql);
}
