using System.Globalization;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Schedule;

/// <summary>
/// A cycle that this process has: renewed while it is worked on, and ended by the process itself when no renewal has succeeded for too
/// long, before anybody else may take the cycle.
/// </summary>
internal sealed class CycleLease : IAsyncDisposable
{
    private readonly IPingStore _store;
    private readonly LoopTiming _timing;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenSource _released = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Task _renewing;
    private CollectionProgress? _progress;
    private long _confirmed;

    private CycleLease(IPingStore store, CycleHold hold, LoopTiming timing, TimeProvider clock, long before, CancellationToken end)
    {
        (_store, Hold, _timing, _clock, _confirmed) = (store, hold, timing, clock, before);
        _over = CancellationTokenSource.CreateLinkedTokenSource(end);
        _renewing = Task.Run(RenewAsync, CancellationToken.None);
    }

    /// <summary>What each write names.</summary>
    internal CycleHold Hold { get; }

    /// <summary>Ends whatever is done for the cycle when it is lost, or may be.</summary>
    internal CancellationToken Over => _over.Token;

    /// <summary>Ends the cycle, unless it was lost.</summary>
    internal async Task EndAsync(LoopLog log, CycleState state, string reason)
    {
        if (await _store.MoveAsync(Hold, state, reason, Over).ConfigureAwait(false) == CycleWrite.Done)
        {
            log.LogEnded(Hold.Cycle, state, reason);
        }
    }

    /// <summary>Leaves the cycle to whoever takes it after a while, unless it was lost.</summary>
    internal async Task WaitAsync(LoopLog log, string reason, TimeSpan wait)
    {
        if (await _store.LeaveAsync(Hold, reason, wait, Over).ConfigureAwait(false) == CycleWrite.Done)
        {
            log.LogWaits(Hold.Cycle, wait, reason);
        }
    }

    /// <summary>Says what is being computed and how far; whoever looks at the cycle sees it with the next renewal.</summary>
    internal void Show(CollectionProgress progress) => _progress = progress;

    /// <summary>From now on nothing of it is shown any more, so that the cycle can move on.</summary>
    internal async Task ShowNothingAsync()
    {
        await _gate.WaitAsync(Over).ConfigureAwait(false);
        _progress = null;
        _gate.Release();
    }

    /// <summary>Takes a cycle; null where it is another's, has ended or is not due.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal static async Task<CycleLease?> TakeAsync(
        IPingStore store, Cycle cycle, Guid owner, LoopTiming timing, TimeProvider clock, CancellationToken end)
    {
        long before = clock.GetTimestamp();
        CycleHold? hold = await store.TakeAsync(cycle, owner, timing.Lease, end).ConfigureAwait(false);
        return hold is null ? null : new CycleLease(store, hold, timing, clock, before, end);
    }

    /// <summary>Ends with an exception where the time is over; a timer may be late where the process was stopped.</summary>
    /// <exception cref="OperationCanceledException">The cycle may be another's.</exception>
    internal void ThrowIfOver()
    {
        if (IsTooOld)
        {
            _over.Cancel();
        }

        Over.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
        _released.Dispose();
        _gate.Dispose();
    }

    private bool IsTooOld => _clock.GetElapsedTime(Interlocked.Read(ref _confirmed)) >= _timing.OwnerStopsAfter;

    private async Task RenewAsync()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, _released.Token);
        TimeSpan wait = _timing.RenewEvery;
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(wait, _clock, stop.Token).ConfigureAwait(false);
            TimeSpan left = _timing.OwnerStopsAfter - _clock.GetElapsedTime(Interlocked.Read(ref _confirmed));
            if (left <= TimeSpan.Zero || !await TryRenewAsync(left, stop.Token).ConfigureAwait(false))
            {
                await _over.CancelAsync().ConfigureAwait(false);
                return;
            }

            wait = IsConfirmedLately ? _timing.RenewEvery : _timing.RenewEvery / 10;
        }
    }

    private bool IsConfirmedLately => _clock.GetElapsedTime(Interlocked.Read(ref _confirmed)) < _timing.RenewEvery;

    /// <summary>False where the cycle is lost or the time is over; a store that cannot be reached is tried again until then.</summary>
    private async Task<bool> TryRenewAsync(TimeSpan left, CancellationToken stop)
    {
        long before = _clock.GetTimestamp();
        using CancellationTokenSource limit = new(left, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            if (await _store.RenewAsync(Hold, _timing.Lease, either.Token).ConfigureAwait(false) == CycleWrite.Lost)
            {
                return false;
            }

            Interlocked.Exchange(ref _confirmed, before);
            await ShowProgressAsync(either.Token).ConfigureAwait(false);
        }
        catch (PingStoreException)
        {
            // The time that is left decides.
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return false;
        }

        return true;
    }

    private async Task ShowProgressAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_progress is { } progress)
            {
                string reason = string.Create(
                    CultureInfo.InvariantCulture, $"Being computed: '{progress.Walking}', {progress.ShareDone * 100:0} % of the pages walked.");
                await _store.MoveAsync(Hold, CycleState.Computing, reason, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
