using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Logging;
using StackExchange.Redis;

namespace ServicePing.Runtime.Counters;

/// <summary>Counters in Redis, stand-alone or a cluster.</summary>
internal sealed partial class RedisCounterStore(RedisConnection connection, TimeSpan timeout, ILogger logger, string keyPrefix = "")
    : ICounterStore, IAsyncDisposable, IDisposable
{
    /// <summary>How long the marker of a flush stays after all of it was answered: an earlier attempt may still be on its way.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Task<string>> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _reported = new(StringComparer.Ordinal);

    private (Guid Flush, IDatabase Database, IReadOnlyList<FlushScript> Scripts)? _written;

    public string KeyPrefix => keyPrefix;

    public string? Hindrance { get; private set; }

    /// <summary>A store in a Redis of its own connection.</summary>
    internal static RedisCounterStore Create(ConfigurationOptions configuration, string keyPrefix, IServiceProvider services) =>
        Create(new RedisConnection(configuration, TimeoutOf(services)), keyPrefix, services);

    internal static RedisCounterStore Create(RedisConnection connection, string keyPrefix, IServiceProvider services) => new(
        connection,
        TimeoutOf(services),
        services.LoggerOf(LogCategory.RedisCounterStore),
        keyPrefix);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(CounterFlush flush)
    {
        WriteOutcome[] outcomes = new WriteOutcome[flush.Writes.Count];
        Array.Fill(outcomes, WriteOutcome.Retry);
        Hindrance = null;
        try
        {
            IDatabase database = await connection.OpenAsync().WaitAsync(timeout).ConfigureAwait(false);
            IReadOnlyList<FlushScript> scripts = FlushScript.Divide(flush, RedisConnection.IsCluster(database.Multiplexer), keyPrefix);
            await Task.WhenAll(scripts.Select(script => ApplyAsync(database, script, flush, outcomes))).ConfigureAwait(false);
            if (!outcomes.Contains(WriteOutcome.Retry))
            {
                _reported.Clear();
                _written = (flush.Id, database, scripts);
            }
        }
        catch (Exception exception)
        {
            Report(exception);
        }

        return outcomes;
    }

    /// <summary>
    /// Shortens the life of the markers. Not before all scripts were answered: as long as one of them is not, all are repeated; nor before
    /// whoever keeps the flush elsewhere has forgotten it.
    /// </summary>
    public void Settle(CounterFlush flush)
    {
        if (_written is { } written && written.Flush == flush.Id)
        {
            _written = null;
            foreach (FlushScript script in written.Scripts)
            {
                _ = written.Database.KeyExpireAsync(script.Marker, Settled, CommandFlags.FireAndForget);
            }
        }
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
            return await new RedisReading(pipeline, RedisConnection.IsCluster(database.Multiplexer), Prefixed(reads))
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return [.. reads.Select(_ => new CounterReply.None(RedisReading.FailureOf(exception)))];
        }
    }

    public async Task<IReadOnlyList<MetricFinding>> CheckAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        try
        {
            IDatabase database = await connection.OpenAsync().WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            return await new RedisCheck(database, keyPrefix).RunAsync(keys).WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return [RedisCheck.Unreachable(exception)];
        }
    }

    /// <summary>What the server says of itself: one of them where there are several.</summary>
    internal async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        IDatabase database = await connection.OpenAsync().WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        return (string?)await database.ExecuteAsync("INFO", "server").WaitAsync(timeout, cancellationToken).ConfigureAwait(false) ?? "";
    }

    private static TimeSpan TimeoutOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<ServicePingOptions>>().Value.CounterTimeout;

    private IReadOnlyList<CounterRead> Prefixed(IReadOnlyList<CounterRead> reads) => keyPrefix.Length == 0
        ? reads
        : [.. reads.Select(read => read with { Keys = [.. read.Keys.Select(key => keyPrefix + key)] })];

    private async Task ApplyAsync(IDatabase database, FlushScript script, CounterFlush flush, WriteOutcome[] outcomes)
    {
        // A server that hangs still has the script: it is awaited again rather than sent again.
        Task<string> attempt = _underWay.GetOrAdd(script.Marker, _ => EvaluateAsync(database, script));
        try
        {
            string note = await attempt.WaitAsync(timeout).ConfigureAwait(false);
            foreach ((int position, WriteOutcome outcome, string? reason) in script.Outcomes(note))
            {
                outcomes[position] = outcome;
                if (reason is not null)
                {
                    Report(reason, outcome == WriteOutcome.Rejected ? keyPrefix + flush.Writes[position].Key : null);
                }
            }
        }
        catch (Exception exception)
        {
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
            return await SendAsync(database, script).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (RedisKeyRights.IsMissing(exception.Message))
        {
            // The server has refused all of it before it has begun. What may not be written waits alone, noted in the marker.
            IReadOnlyDictionary<RedisKey, string> refused = await RedisKeyRights.RefusedAsync(database, script.Keys).ConfigureAwait(false);
            if (refused.Count == 0 || refused.ContainsKey(script.Marker))
            {
                throw;
            }

            return await SendAsync(database, script.Without(refused)).ConfigureAwait(false);
        }
    }

    // Sent with its text each time: the server needs no memory of it, and the user no right to load it.
    private static async Task<string> SendAsync(IDatabase database, FlushScript script)
    {
        RedisResult note = await database
            .ScriptEvaluateAsync(FlushScript.Text, script.Keys, script.Arguments, CommandFlags.NoScriptCache).ConfigureAwait(false);
        return (string?)note ?? throw new FormatException($"The marker '{script.Marker}' was lost while it was read.");
    }

    private void Report(Exception exception)
    {
        // What the client says of a time-out or a lost connection is never twice the same.
        string reason = exception is TimeoutException
            ? $"Redis did not answer within {timeout.TotalSeconds:0.###} s."
            : exception.Message;
        Hindrance ??= reason;
        if (_reported.TryAdd(exception is RedisServerException ? reason : exception.GetType().Name, 0))
        {
            LogFailing(reason);
        }
    }

    /// <summary>Says once a cause that something is refused, not at each flush.</summary>
    private void Report(string reason, string? rejectedKey)
    {
        Hindrance ??= reason;
        if (rejectedKey is not null)
        {
            LogRejected(rejectedKey, reason);
        }
        else if (_reported.TryAdd(reason, 0))
        {
            LogFailing(reason);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Counters cannot be written; they are kept and written later. {Reason}")]
    private partial void LogFailing(string reason);

    [LoggerMessage(2, LogLevel.Error, "Redis refuses counter '{Key}': {Reason}")]
    private partial void LogRejected(string key, string reason);
}
