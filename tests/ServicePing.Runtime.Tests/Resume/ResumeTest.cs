namespace ServicePing.Tests;

/// <summary>A database in which <see cref="KilledProgram"/> can be held up in its last relation.</summary>
public abstract class ResumeTest(PostgresServer postgres) : DatabaseTest(postgres), IAsyncLifetime
{
    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await ExecuteAsync(KilledProgram.Preparation);
    }

    /// <summary>Waits until the server has seen that the programs are gone.</summary>
    private protected Task WaitForEndAsync() => UntilAsync("""
        SELECT count(*) = 0 FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'ServicePing%'
        """);

    /// <summary>Collects until the last relation, and no further.</summary>
    private protected async Task InterruptAsync(Ping ping)
    {
        using CancellationTokenSource end = new();
        await LowerBarrierAsync();
        Task<ServicePingPayload> collecting = ping.Collector.CollectAsync(cancellationToken: end.Token);
        await WaitAtBarrierAsync();
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collecting.WaitAsync(Patience));
        await RaiseBarrierAsync();
    }

    /// <summary>What the same program finds without interruption and without keeping anything.</summary>
    private protected async Task<ServicePingPayload> UninterruptedAsync()
    {
        await using Ping ping = KilledProgram.Of(ConnectionString, options => options.ResumeWithin = TimeSpan.Zero);
        return await ping.CollectAsync();
    }

    private protected async Task<long> KeptAsync() =>
        (await PlainAsync("SELECT count(*) FROM service_ping.collections")).GetInt64();

    private protected static void AssertSame(ServicePingPayload expected, ServicePingPayload actual)
    {
        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.Equal(
            expected.Metrics.Select(metric => (metric.KeyPath, metric.Value, metric.Status, metric.Message)),
            actual.Metrics.Select(metric => (metric.KeyPath, metric.Value, metric.Status, metric.Message)));
    }
}
