using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Plans;
using StackExchange.Redis;

namespace ServicePing;

/// <summary>Counters in Redis, read and written in pipelined batches.</summary>
/// <remarks>
/// Only what StackExchange.Redis 1.2.6 and 2.x have in common is used. Two traps of 1.2.6 show: asynchronous commands never time
/// out, so that every wait has an end of its own, and a batch may throw when it is sent as well as fail its commands.
/// </remarks>
internal sealed partial class RedisCounterStore(RedisConnection connection, TimeSpan timeout, ILogger logger)
    : ICounterStore, IAsyncDisposable
{
    private const int CommandsPerBatch = 5_000;
    private const int ValuesPerCommand = 300;
    private static readonly TimeSpan SixWeeks = TimeSpan.FromDays(42);

    private bool _isFailing;

    internal static RedisCounterStore Create(RedisConnection connection, IServiceProvider services) => new(
        connection,
        services.GetRequiredService<IOptions<ServicePingOptions>>().Value.CounterTimeout,
        services.GetService<ILogger<RedisCounterStore>>() ?? NullLogger<RedisCounterStore>.Instance);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(IReadOnlyList<CounterWrite> writes)
    {
        WriteOutcome[] outcomes = new WriteOutcome[writes.Count];
        try
        {
            IDatabase database = await connection.OpenAsync().ConfigureAwait(false);
            IBatch batch = database.CreateBatch();
            Task[] commands = [.. writes.Select(write => ApplyAsync(batch, write))];
            Send(batch);
            for (int i = 0; i < commands.Length; i++)
            {
                outcomes[i] = await OutcomeAsync(commands[i]).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Array.Fill(outcomes, WriteOutcome.Retry);
            Report(exception);
        }

        if (!outcomes.Contains(WriteOutcome.Retry))
        {
            _isFailing = false;
        }

        return outcomes;
    }

    public async Task<IReadOnlyList<CounterReply>> ReadAsync(
        IReadOnlyList<CounterRead> reads,
        CollectionMeter meter,
        CancellationToken cancellationToken)
    {
        try
        {
            IDatabase database = await connection.OpenAsync().WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            List<CounterReply> replies = new(reads.Count);
            while (replies.Count < reads.Count)
            {
                CounterRead[] chunk = [.. reads.Skip(replies.Count).Take(Fitting(reads, replies.Count))];
                replies.AddRange(await ReadAsync(database, chunk, cancellationToken).ConfigureAwait(false));
                meter.RedisRoundTrip();
            }

            return replies;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return [.. reads.Select(_ => new CounterReply.None(FailureOf(exception)))];
        }
    }

    private async Task<IEnumerable<CounterReply>> ReadAsync(
        IDatabase database,
        CounterRead[] reads,
        CancellationToken cancellationToken)
    {
        IBatch batch = database.CreateBatch();
        Task<CounterReply>[] replies = [.. reads.Select(read => ReadAsync(batch, read))];
        Send(batch);
        try
        {
            await Task.WhenAll(replies).WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Those that have an answer keep it.
        }

        Failure late = new(ReadingStatus.TimedOut, $"Redis did not answer within {timeout.TotalSeconds:0.###} s.");
        return replies.Select(reply => reply.IsCompletedSuccessfully ? reply.Result : new CounterReply.None(late));
    }

    /// <summary>How many reads from a position on make one batch; at least one.</summary>
    private static int Fitting(IReadOnlyList<CounterRead> reads, int from)
    {
        int count = 1;
        int commands = reads[from].Keys.Count;
        while (from + count < reads.Count && (commands += reads[from + count].Keys.Count) <= CommandsPerBatch)
        {
            count++;
        }

        return count;
    }

    private static void Send(IBatch batch)
    {
        try
        {
            batch.Execute();
        }
        catch (RedisException)
        {
            // The commands of the batch fail with the same exception.
        }
    }

    // The commands join the batch before the first await.
    private static async Task<CounterReply> ReadAsync(IBatch batch, CounterRead read)
    {
        try
        {
            RedisKey[] keys = [.. read.Keys.Select(key => (RedisKey)key)];
            switch (read.Kind)
            {
                case CounterKind.Unique:
                    long unique = await batch.HyperLogLogLengthAsync(keys).ConfigureAwait(false);
                    return new CounterReply.Number(MetricValue.From(unique));

                case CounterKind.UniqueTotals:
                    HashEntry[][] hashes =
                        await Task.WhenAll(keys.Select(key => batch.HashGetAllAsync(key))).ConfigureAwait(false);
                    return new CounterReply.Fields(hashes.SelectMany(entries => entries)
                        .GroupBy(entry => entry.Name.ToString(), entry => (long)entry.Value, StringComparer.Ordinal)
                        .ToDictionary(field => field.Key, field => field.Sum(), StringComparer.Ordinal));

                case CounterKind.Sum:
                    RedisValue[] sums = await Task.WhenAll(keys.Select(key => batch.StringGetAsync(key))).ConfigureAwait(false);
                    return new CounterReply.Number(MetricValue.From(sums.Sum(sum => sum.IsNull ? 0 : (double)sum)));

                default:
                    RedisValue[] totals = await Task.WhenAll(keys.Select(key => batch.StringGetAsync(key))).ConfigureAwait(false);
                    return new CounterReply.Number(MetricValue.From(totals.Sum(total => total.IsNull ? 0 : (long)total)));
            }
        }
        catch (Exception exception)
        {
            return new CounterReply.None(FailureOf(exception));
        }
    }

    private static Failure FailureOf(Exception exception) => new(
        exception switch
        {
            RedisConnectionException => ReadingStatus.Unavailable,
            TimeoutException => ReadingStatus.TimedOut,
            _ => ReadingStatus.Failed,
        },
        exception.Message);

    // The commands join the batch before the first await.
    private static async Task ApplyAsync(IBatch batch, CounterWrite write)
    {
        Task applied = write switch
        {
            CounterWrite.Count count => batch.StringIncrementAsync(count.Key, count.By),
            CounterWrite.Amount amount => batch.StringIncrementAsync(amount.Key, amount.By),
            CounterWrite.Field field => batch.HashIncrementAsync(field.Key, field.Value.ToString(), field.By),
            CounterWrite.Values values => Task.WhenAll(values.Seen.Chunk(ValuesPerCommand).Select(seen =>
                batch.HyperLogLogAddAsync(values.Key, [.. seen.Select(value => (RedisValue)value.ToString())]))),
            _ => throw new NotSupportedException(write.GetType().Name),
        };
        Task expiry = write.Expires ? batch.KeyExpireAsync(write.Key, SixWeeks) : Task.CompletedTask;
        await applied.ConfigureAwait(false);

        // Were the expiry to fail alone, the next write of the key would set it; counting again would be worse.
        await expiry.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<WriteOutcome> OutcomeAsync(Task command)
    {
        try
        {
            await command.ConfigureAwait(false);
            return WriteOutcome.Applied;
        }
        catch (RedisServerException exception) when (IsFinal(exception.Message))
        {
            LogRefused(exception.Message);
            return WriteOutcome.Rejected;
        }
        catch (Exception exception)
        {
            Report(exception);
            return WriteOutcome.Retry;
        }
    }

    /// <summary>Whether no later attempt can succeed. All else passes: LOADING, OOM, READONLY, MOVED, CLUSTERDOWN, …</summary>
    private static bool IsFinal(string message) =>
        message.StartsWith("WRONGTYPE", StringComparison.Ordinal) ||
        message.StartsWith("INVALIDOBJ", StringComparison.Ordinal) ||
        message.StartsWith("ERR ", StringComparison.Ordinal);

    /// <summary>Says once that writing fails, not at each flush of an outage.</summary>
    private void Report(Exception exception)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            LogFailing(exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Counters cannot be written; they are kept and written later. {Reason}")]
    private partial void LogFailing(string reason);

    [LoggerMessage(2, LogLevel.Error, "Redis refuses a counter: {Reason}")]
    private partial void LogRefused(string reason);
}
