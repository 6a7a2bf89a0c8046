using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Counters.Postgres;
using static ServicePing.Tests.CountedFlushes;

namespace ServicePing.Tests;

/// <summary>
/// The primary of the counters is gone, and its synchronous standby takes its place: what was confirmed is there, and each flush is counted once.
/// </summary>
public sealed class PostgresPromotionTests : SynchronousPair
{
    [Fact]
    public async Task AStandby_that_is_promoted_during_flushes_has_each_of_them_once()
    {
        await using PostgresCounterStore store = PostgresStores.Over(
            $"{Primary.ConnectionString};Timeout=5".Replace(
                $"Host=127.0.0.1;Port={Primary.Port}", $"Host=127.0.0.1:{Primary.Port},127.0.0.1:{Standby.Port}", StringComparison.Ordinal),
            timeout: TimeSpan.FromSeconds(5));
        await FlushAsync(store, Everything());
        int flushes = 0;
        await using RepeatedWork writers = new(3, async () =>
        {
            await FlushAsync(store, Everything());
            Interlocked.Increment(ref flushes);
        });
        await LoopInstallation.WhenAsync(() => Volatile.Read(ref flushes), done => done > 20);

        await Primary.KillAsync();
        int before = Volatile.Read(ref flushes);
        Assert.Equal(true, await AskAsync(Standby, "SELECT pg_promote()"));
        await LoopInstallation.WhenAsync(() => Volatile.Read(ref flushes), done => done > before + 20);

        await AssertCountedAsync(store, 1 + await writers.StopAsync());
    }

    /// <summary>The primary has committed, the standby does not know of it, and the session ends or is told to wait no longer.</summary>
    [Theory]
    [InlineData("pg_terminate_backend")]
    [InlineData("pg_cancel_backend")]
    public async Task A_flush_that_noStandby_has_is_not_confirmed_however_often_it_is_asked_for(string end)
    {
        await using PostgresCounterStore store = PostgresStores.Over(Primary.ConnectionString, timeout: TimeSpan.FromSeconds(2));
        await FlushAsync(store, Everything());
        CounterFlush flush = Everything();
        await Standby.PauseAsync();
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Task<IReadOnlyList<WriteOutcome>> write = store.WriteAsync(flush);
            await LoopInstallation.WhenAsync(
                () => AskAsync(Primary, $"SELECT count({end}(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"),
                ended => ended is > 0L || write.IsCompleted);
            Assert.All(await write, outcome => Assert.Equal(WriteOutcome.Retry, outcome));
        }

        await Standby.ResumeAsync();
        await FlushAsync(store, flush);
        await AssertCountedAsync(store, 2);
    }
}
