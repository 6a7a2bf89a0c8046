using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ServicePing;

/// <summary>Counters in Redis, stand-alone or a cluster.</summary>
internal sealed partial class RedisCounterStore(RedisConnection connection, TimeSpan timeout, ILogger logger)
    : ICounterStore, IAsyncDisposable
{
    /// <summary>How long the marker of a flush stays after its answer has come: an earlier attempt may still be on its way.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Task<string>> _underWay = new(StringComparer.Ordinal);
    private bool _isFailing;

    internal static RedisCounterStore Create(RedisConnection connection, IServiceProvider services) => new(
        connection,
        services.GetRequiredService<IOptions<ServicePingOptions>>().Value.CounterTimeout,
        services.GetService<ILogger<RedisCounterStore>>() ?? NullLogger<RedisCounterStore>.Instance);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(CounterFlush flush)
    {
        WriteOutcome[] outcomes = new WriteOutcome[flush.Writes.Count];
        Array.Fill(outcomes, WriteOutcome.Retry);
        try
        {
            IDatabase database = await connection.OpenAsync().WaitAsync(timeout).ConfigureAwait(false);
            await Task.WhenAll(FlushScript.Divide(flush, RedisConnection.IsCluster(database.Multiplexer))
                .Select(script => ApplyAsync(database, script, flush, outcomes))).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Report(exception);
        }

        await RedisConnection.LeaveAsync();
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
            RedisPipeline pipeline = new(database, timeout, meter);
            return await new RedisReading(pipeline, RedisConnection.IsCluster(database.Multiplexer), reads).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return [.. reads.Select(_ => new CounterReply.None(RedisReading.FailureOf(exception)))];
        }
    }

    private async Task ApplyAsync(IDatabase database, FlushScript script, CounterFlush flush, WriteOutcome[] outcomes)
    {
        // A server that hangs still has the script: it is awaited again rather than sent again.
        Task<string> attempt = _underWay.GetOrAdd(script.Marker, _ => EvaluateAsync(database, script));
        try
        {
            string note = await attempt.WaitAsync(timeout).ConfigureAwait(false);
            foreach ((int position, string? refusal) in script.Outcomes(note))
            {
                outcomes[position] = refusal is null ? WriteOutcome.Applied : WriteOutcome.Rejected;
                if (refusal is not null)
                {
                    LogRefused(flush.Writes[position].Key, refusal);
                }
            }

            _ = database.KeyExpireAsync(script.Marker, Settled, CommandFlags.FireAndForget);
        }
        catch (Exception exception)
        {
            connection.LookAroundAfter(exception);
            Report(exception);
        }
        finally
        {
            if (attempt.IsCompleted)
            {
                _underWay.TryRemove(script.Marker, out _);
            }
        }
    }

    private static async Task<string> EvaluateAsync(IDatabase database, FlushScript script)
    {
        try
        {
            return (string?)await database.ScriptEvaluateAsync(FlushScript.Text, script.Keys, script.Arguments).ConfigureAwait(false) ?? "";
        }
        catch (RedisServerException exception) when (exception.Message.Contains("NOSCRIPT", StringComparison.Ordinal))
        {
            // The server has lost the text of the script; the client has noticed by now and sends it along.
            return (string?)await database.ScriptEvaluateAsync(FlushScript.Text, script.Keys, script.Arguments).ConfigureAwait(false) ?? "";
        }
    }

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

    [LoggerMessage(2, LogLevel.Error, "Redis refuses counter '{Key}': {Reason}")]
    private partial void LogRefused(string key, string reason);
}
