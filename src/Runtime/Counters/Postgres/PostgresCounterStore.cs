using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Logging;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>Counters in PostgreSQL.</summary>
internal sealed partial class PostgresCounterStore(CounterDatabase database, TimeSpan timeout, ILogger logger, string keyPrefix = "")
    : ICounterStore, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan TidyInterval = TimeSpan.FromHours(1);

    // In seconds: a server that is slow has a flush already, which is waited for again rather than sent again. This ends one that is lost.
    private const int LongestFlush = 30;

    // The place in PostgreSQL that warns of a commit which is cancelled while it waits, and reports it as done.
    private const string WaitForStandby = "SyncRepWaitForLSN";

    private readonly ConcurrentDictionary<Guid, Task<string?>> _underWay = new();
    private readonly ConcurrentDictionary<string, byte> _reported = new(StringComparer.Ordinal);
    private long _tidied;

    public string KeyPrefix => keyPrefix;

    public string? Hindrance { get; private set; }

    internal static PostgresCounterStore Create(PostgresDatabase database, string keyPrefix, IServiceProvider services) => new(
        new CounterDatabase(database),
        services.GetRequiredService<IOptions<ServicePingOptions>>().Value.CounterTimeout,
        services.LoggerOf(LogCategory.PostgresCounterStore),
        keyPrefix);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(CounterFlush flush)
    {
        Hindrance = null;
        if (flush.Writes.Count == 0)
        {
            return [];
        }

        FlushArguments arguments = new(flush, keyPrefix);
        Task<string?> attempt = _underWay.GetOrAdd(flush.Id, _ => Task.Run(() => ApplyAsync(arguments)));
        try
        {
            IReadOnlyList<WriteOutcome> outcomes = arguments.Outcomes(await attempt.WaitAsync(timeout).ConfigureAwait(false));
            _reported.Clear();
            foreach ((int position, WriteOutcome outcome) in outcomes.Index())
            {
                if (outcome == WriteOutcome.Rejected)
                {
                    Hindrance ??= "It holds another kind of counter, or no further number.";
                    LogRejected(keyPrefix + flush.Writes[position].Key);
                }
            }

            return outcomes;
        }
        catch (Exception exception)
        {
            Report(exception);
            return [.. flush.Writes.Select(_ => WriteOutcome.Retry)];
        }
        finally
        {
            if (attempt.IsCompleted)
            {
                _underWay.TryRemove(flush.Id, out _);
            }
        }
    }

    public async Task<IReadOnlyList<CounterReply>> ReadAsync(
        IReadOnlyList<CounterRead> reads,
        CollectionMeter meter,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(timeout);
        try
        {
            // The time limit is that of each statement, as it is of each round trip elsewhere; opening has one of its own.
            await using NpgsqlConnection connection = await database.OpenAsync(end.Token).WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            end.CancelAfter(Timeout.InfiniteTimeSpan);
            return await new PostgresReading(connection, database.Name, keyPrefix, reads, timeout, meter)
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            database.Note(exception);
            Failure failure = CounterFailure.Of(database.Name, exception, timeout);
            return [.. reads.Select(_ => new CounterReply.None(failure))];
        }
    }

    public async Task<IReadOnlyList<MetricFinding>> CheckAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        try
        {
            return await new PostgresCheck(database, keyPrefix, timeout).RunAsync(cancellationToken)
                .WaitAsync(2 * timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            database.Note(exception);
            return [PostgresCheck.FindingOf(database, exception, timeout)];
        }
    }

    /// <summary>Opens weeks ahead, and drops those that are over.</summary>
    internal async Task TidyAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlCommand command = new($"SELECT {CounterSchema.Name}.tidy()", connection) { CommandTimeout = LongestFlush };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> ApplyAsync(FlushArguments arguments)
    {
        string? answer;
        NpgsqlConnection connection = await database.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await using NpgsqlCommand command = new(FlushArguments.Sql, connection) { CommandTimeout = LongestFlush };
            command.Parameters.AddRange(arguments.Parameters());
            bool isAwaited = true;
            void Look(object sender, NpgsqlNoticeEventArgs told) => isAwaited &= told.Notice.Routine != WaitForStandby;
            connection.Notice += Look;
            try
            {
                answer = await command.ExecuteScalarAsync().ConfigureAwait(false) as string;
            }
            finally
            {
                connection.Notice -= Look;
            }

            if (!isAwaited)
            {
                throw new NpgsqlException("The synchronous standby has not confirmed the flush in time.");
            }
        }

        if (_tidied == 0 || Stopwatch.GetElapsedTime(_tidied) > TidyInterval)
        {
            _tidied = Stopwatch.GetTimestamp();
            _ = Task.Run(TidyQuietlyAsync);
        }

        return answer;
    }

    private async Task TidyQuietlyAsync()
    {
        try
        {
            await TidyAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Nothing depends on it: an hour later is as good.
            LogUntidy(CounterFailure.Of(database.Name, exception, timeout).Reason);
        }
    }

    private void Report(Exception exception)
    {
        database.Note(exception);
        string reason = CounterFailure.Of(database.Name, exception, timeout).Reason;
        if (PostgresCheck.WayOutOf(database, exception) is { } wayOut)
        {
            reason = $"{reason.TrimEnd('.')}. {wayOut}";
        }

        Hindrance ??= reason;
        if (_reported.TryAdd(exception is PostgresException postgres ? postgres.SqlState : exception.GetType().Name, 0))
        {
            LogFailing(reason);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Counters cannot be written to PostgreSQL; they are kept and written later. {Reason}")]
    private partial void LogFailing(string reason);

    [LoggerMessage(2, LogLevel.Error, "Counter '{Key}' is refused: PostgreSQL holds another kind of counter under it, or no further number.")]
    private partial void LogRejected(string key);

    [LoggerMessage(3, LogLevel.Debug, "Weeks of counters could not be opened and dropped; that is tried again. {Reason}")]
    private partial void LogUntidy(string reason);
}
