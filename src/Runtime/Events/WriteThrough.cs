namespace ServicePing.Runtime.Events;

/// <summary>
/// Begins a flush as soon as an event is tracked. Events that come while one is under way go together with the next, so that an event is
/// never further than one flush from the store, however many there are. A flush that fails is repeated, later and later, until one succeeds.
/// </summary>
internal sealed class WriteThrough(Func<CancellationToken, Task<bool>> flush, TimeProvider clock) : IThreadPoolWorkItem, IDisposable
{
    private const int Idle = 0;
    private const int Flushing = 1;
    private const int Wanted = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private int _state;

    /// <summary>Sees to it that a flush begins after this call.</summary>
    internal void Begin()
    {
        if (Interlocked.Exchange(ref _state, Wanted) == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Begins no flush any more, also where the last one has failed.</summary>
    public void Dispose() => _stop.Cancel();

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        bool isWritten;
        TimeSpan pause = FirstPause;
        do
        {
            Volatile.Write(ref _state, Flushing);
            isWritten = _stop.IsCancellationRequested || await flush(CancellationToken.None).ConfigureAwait(false);
            if (isWritten)
            {
                pause = FirstPause;
            }
            else
            {
                await Task.Delay(pause, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        while (!isWritten || Interlocked.CompareExchange(ref _state, Idle, Flushing) != Flushing);
    }
}
