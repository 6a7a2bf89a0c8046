using System.Diagnostics;
using ServicePing.Runtime.Costs;
using StackExchange.Redis;

namespace ServicePing.Runtime.Counters;

/// <summary>
/// Commands that are sent together, a round trip, or a few where there are very many; each answer is taken when it comes, while others
/// are still on their way.
/// </summary>
/// <remarks>
/// The wait has an end of its own, since the program's connection may have a longer one, and the client looks only once a second. A batch
/// that cannot be sent fails its commands, never waits in the client's backlog, and throws as well.
/// </remarks>
internal sealed class RedisPipeline(IDatabase database, TimeSpan timeout, CollectionMeter meter)
{
    private const int CommandsPerBatch = 5_000;

    private readonly List<(IBatch Batch, List<Pending> Commands)> _batches = [];

    // A server that has stopped answering is sent nothing more.
    private bool _hasTimedOut;

    /// <summary>Adds a command to what is sent next, and what is done with its answer.</summary>
    internal void Add<T>(Func<IDatabaseAsync, Task<T>> command, Action<Answer<T>> take)
    {
        if (_batches.Count == 0 || _batches[^1].Commands.Count == CommandsPerBatch)
        {
            _batches.Add((database.CreateBatch(), []));
        }

        (IBatch batch, List<Pending> commands) = _batches[^1];
        Task<Answer<T>> answer = CatchAsync(command, batch);
        commands.Add(new Pending(answer, () => take(answer.IsCompletedSuccessfully ? answer.Result : new(default, Timeout()))));
    }

    /// <summary>
    /// Sends what was added and takes the answers in its order, waiting no longer than the limit; a command without an answer has failed
    /// by then. Only cancellation throws.
    /// </summary>
    internal async Task SendAsync(CancellationToken cancellationToken)
    {
        foreach ((IBatch batch, List<Pending> commands) in _batches)
        {
            long sent = Stopwatch.GetTimestamp();
            if (!_hasTimedOut)
            {
                Execute(batch);
                meter.RedisRoundTrip();
            }

            foreach (Pending command in commands)
            {
                if (!_hasTimedOut && !command.Answer.IsCompleted)
                {
                    await WaitAsync(command.Answer, timeout - Stopwatch.GetElapsedTime(sent), cancellationToken).ConfigureAwait(false);
                }

                command.Take();
            }
        }

        _batches.Clear();
    }

    private static void Execute(IBatch batch)
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

    private async Task WaitAsync(Task answer, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await answer.WaitAsync(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _hasTimedOut = true;
        }
    }

    private TimeoutException Timeout() => new($"Redis did not answer within {timeout.TotalSeconds:0.###} s.");

    private static async Task<Answer<T>> CatchAsync<T>(Func<IDatabaseAsync, Task<T>> command, IBatch batch)
    {
        try
        {
            return new Answer<T>(await command(batch).ConfigureAwait(false), null);
        }
        catch (Exception exception)
        {
            return new Answer<T>(default, exception);
        }
    }

    private readonly record struct Pending(Task Answer, Action Take);
}

/// <summary>What a command gave: a value, or why there is none.</summary>
internal readonly record struct Answer<T>(T? Value, Exception? Exception)
{
    /// <summary>The value; throws why there is none.</summary>
    internal T? OrThrow() => Exception is null ? Value : throw Exception;
}
