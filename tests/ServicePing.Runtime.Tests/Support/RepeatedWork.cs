namespace ServicePing.Tests;

/// <summary>Work that several tasks repeat until it is stopped, or until the test ends in whatever way.</summary>
internal sealed class RepeatedWork : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task<int>[] _tasks;

    internal RepeatedWork(int tasks, Func<Task> once) =>
        _tasks = [.. Enumerable.Range(0, tasks).Select(_ => Task.Run(() => RepeatAsync(once)))];

    /// <summary>Lets each task finish what it has begun; the result is how often they did it in all.</summary>
    internal async Task<int> StopAsync()
    {
        await _end.CancelAsync();
        return (await Task.WhenAll(_tasks)).Sum();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await ((Task)Task.WhenAll(_tasks)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task<int> RepeatAsync(Func<Task> once)
    {
        int times = 0;
        for (; !_end.IsCancellationRequested; times++)
        {
            await once();
        }

        return times;
    }
}
