using Npgsql;

namespace ServicePing.Benchmarks.Databases;

/// <summary>Counts the locks that collections hold, every few milliseconds.</summary>
internal sealed class LockWatch : IAsyncDisposable
{
    private const string Held = """
        SELECT count(*)
        FROM pg_locks
        WHERE pid IN (SELECT pid FROM pg_stat_activity WHERE application_name = 'ServicePing')
        """;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task<int> _watch;

    private LockWatch(NpgsqlDataSource source) => _watch = WatchAsync(source, _stop.Token);

    public static LockWatch Begin(NpgsqlDataSource source) => new(source);

    /// <summary>The most that all connections of a collection held together.</summary>
    public async Task<int> EndAsync()
    {
        await _stop.CancelAsync();
        return await _watch;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop.Dispose();
    }

    private static async Task<int> WatchAsync(NpgsqlDataSource source, CancellationToken stop)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(CancellationToken.None);
        int most = 0;
        while (!stop.IsCancellationRequested)
        {
            await using NpgsqlCommand command = new(Held, connection);
            most = Math.Max(most, (int)(long)(await command.ExecuteScalarAsync(CancellationToken.None))!);
            await Task.Delay(2, CancellationToken.None);
        }

        return most;
    }
}
