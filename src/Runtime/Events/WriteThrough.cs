namespace ServicePing;

/// <summary>
/// Begins a flush as soon as an event is tracked. Events that come while one is under way go together with the next, so that an event is
/// never further than one flush from the store, however many there are.
/// </summary>
internal sealed class WriteThrough(Func<CancellationToken, Task<bool>> flush, TimeSpan pause, TimeProvider clock) : IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Flushing = 1;
    private const int Wanted = 2;

    private int _state;

    /// <summary>Sees to it that a flush begins after this call.</summary>
    internal void Begin()
    {
        if (Interlocked.Exchange(ref _state, Wanted) == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        bool isWritten;
        do
        {
            Volatile.Write(ref _state, Flushing);
            isWritten = await flush(CancellationToken.None).ConfigureAwait(false);
            if (!isWritten)
            {
                // The store is down: the next attempt waits, as it would without writing through.
                await Task.Delay(pause, clock).ConfigureAwait(false);
            }
        }
        while (!isWritten || Interlocked.CompareExchange(ref _state, Idle, Flushing) != Flushing);
    }
}
