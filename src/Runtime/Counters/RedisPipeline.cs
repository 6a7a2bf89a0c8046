using StackExchange.Redis;

namespace ServicePing;

/// <summary>Commands that are sent together and awaited together; a round trip, or a few where there are very many.</summary>
/// <remarks>
/// Only what StackExchange.Redis 1.2.6 and 2.x have in common is used. Of the traps of 1.2.6, one is that asynchronous commands never
/// time out, so that the wait has an end of its own; the other that a batch may throw when it is sent and fail its commands as well.
/// </remarks>
internal sealed class RedisPipeline(IDatabase database, TimeSpan timeout, CollectionMeter meter)
{
    private const int CommandsPerBatch = 5_000;

    private readonly List<(IBatch Batch, List<Task> Answers)> _batches = [];

    // A server that has stopped answering is sent nothing more.
    private bool _hasTimedOut;

    /// <summary>Adds a command to what is sent next.</summary>
    internal Pending<T> Add<T>(Func<IDatabaseAsync, Task<T>> command)
    {
        if (_batches.Count == 0 || _batches[^1].Answers.Count == CommandsPerBatch)
        {
            _batches.Add((database.CreateBatch(), []));
        }

        (IBatch batch, List<Task> answers) = _batches[^1];
        Task<Answer<T>> answer = CatchAsync(command, batch);
        answers.Add(answer);
        return new Pending<T>(answer, timeout);
    }

    /// <summary>Sends what was added and waits for the answers, no longer than the limit. Only cancellation throws.</summary>
    internal async Task SendAsync(CancellationToken cancellationToken)
    {
        foreach ((IBatch batch, List<Task> answers) in _batches)
        {
            if (_hasTimedOut)
            {
                break;
            }

            try
            {
                batch.Execute();
            }
            catch (RedisException)
            {
                // The commands of the batch fail with the same exception.
            }

            meter.RedisRoundTrip();
            try
            {
                await Task.WhenAll(answers).WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                _hasTimedOut = true;
            }
        }

        _batches.Clear();
        await RedisConnection.LeaveAsync();
    }

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
}

/// <summary>A command whose answer is there when the pipeline has been sent, unless the server has not answered in time.</summary>
internal readonly struct Pending<T>(Task<Answer<T>> answer, TimeSpan timeout)
{
    internal Answer<T> Answer => answer.IsCompletedSuccessfully
        ? answer.Result
        : new Answer<T>(default, new TimeoutException($"Redis did not answer within {timeout.TotalSeconds:0.###} s."));
}

/// <summary>What a command gave: a value, or why there is none.</summary>
internal readonly record struct Answer<T>(T? Value, Exception? Exception)
{
    /// <summary>The value; throws why there is none.</summary>
    internal T? OrThrow() => Exception is null ? Value : throw Exception;
}
