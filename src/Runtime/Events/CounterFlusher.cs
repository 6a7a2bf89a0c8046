using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Events.Spooling;
using ServicePing.Runtime.Logging;

namespace ServicePing.Runtime.Events;

/// <summary>Brings what was tracked to the counter store: one flush at a time, each under its id until its outcome is known.</summary>
internal sealed partial class CounterFlusher(
    Tallies tallies, OtherLabels others, ICounterStore store, TimeSpan timeout, ILogger logger, Spool? spool = null, MemoryBudget? budget = null)
{
    private readonly ILogger _logger = new CalmLogger(logger);
    private readonly Lock _lock = new();
    private readonly Guid _writer = spool?.Writer ?? Guid.NewGuid();
    private readonly Lock _draining = new();
    private readonly Queue<AdoptedSpool> _adopted = [];
    private Task<bool> _underWay = Task.FromResult(true);
    private FlushDraft _draft = new();
    private FlushDraft? _unsettled;
    private long _number;
    private long _pending;
    private long _recovered;
    private long _dropped;
    private long _flushes;
    private long _failures;
    private long _reported;
    private string? _lastError;

    internal TrackingStatistics Statistics
    {
        get
        {
            Tracked tracked = tallies.Sum();
            return new TrackingStatistics
            {
                Tracked = tracked.Events,
                Pending = tracked.Pending + Interlocked.Read(ref _pending),
                Dropped = tracked.Dropped + Interlocked.Read(ref _dropped),
                Flushes = Interlocked.Read(ref _flushes),
                FailedFlushes = Interlocked.Read(ref _failures),
                Other = others.Moves,
                Recovered = Interlocked.Read(ref _recovered),
                FailedSpools = spool?.Failures ?? 0,
                LastError = Volatile.Read(ref _lastError),
            };
        }
    }

    /// <summary>Writes what has been tracked before the call. Only cancellation throws: whoever flushes in a loop goes on.</summary>
    /// <returns>Whether the store has all of it.</returns>
    internal async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A flush that is under way may have been drained before the last event was tracked.
            await Latest(begin: false).WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            return await Latest(begin: true).WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogHanging(timeout.TotalSeconds);
            Fail($"The counter store has not answered for {timeout.TotalSeconds:0.###} s.");
            return false;
        }
    }

    /// <summary>Counts movements that a program's delegate has prevented by failing.</summary>
    internal void Drop(Exception exception, long moves)
    {
        Interlocked.Add(ref _dropped, moves);
        Volatile.Write(ref _lastError, exception.Message);
    }

    /// <summary>Says how much is lost, now that the program ends, and again how much more is lost when it has ended.</summary>
    internal void ReportLost()
    {
        if (spool is not null)
        {
            // What is in the spool is not lost.
            return;
        }

        Report(Statistics);
    }

    private void Report(TrackingStatistics statistics)
    {
        long lost = statistics.Pending - Interlocked.Exchange(ref _reported, statistics.Pending);
        if (lost > 0)
        {
            LogLost(lost, statistics.LastError);
        }
    }

    /// <summary>Ends the flushing for good, and says how much is lost.</summary>
    internal void End()
    {
        if (spool is not null)
        {
            lock (_draining)
            {
                DrainToSpool();
                if (spool.End(Interlocked.Read(ref _pending)))
                {
                    return;
                }
            }
        }

        Report(Statistics);
    }

    /// <summary>Says that events come which nothing will write any more.</summary>
    internal void ReportLate() => LogLate();

    private Task<bool> Latest(bool begin)
    {
        lock (_lock)
        {
            if (begin && _underWay.IsCompleted)
            {
                _underWay = Task.Run(WriteAsync);
            }

            return _underWay;
        }
    }

    private async Task<bool> WriteAsync()
    {
        try
        {
            bool isWritten = await WriteOnceAsync().ConfigureAwait(false);
            if (isWritten && spool is not null)
            {
                await RecoverAsync(spool).ConfigureAwait(false);
            }

            return isWritten;
        }
        catch (Exception exception)
        {
            CountPending();
            Fail(exception.Message);
            LogBroken(exception);
            return false;
        }
    }

    private async Task<bool> WriteOnceAsync()
    {
        if (_unsettled is { } unsettled)
        {
            if (spool is not null)
            {
                DrainToSpool();
            }

            if (!await TrySettleAsync(unsettled).ConfigureAwait(false))
            {
                return false;
            }
        }

        FlushDraft draft;
        lock (_draining)
        {
            // What was drained before a drain failed is in the draft, and goes with what the next one finds.
            Drain();
            draft = _draft;
            if (draft.IsEmpty)
            {
                return true;
            }

            _draft = new FlushDraft();
            draft.Seal(_writer, ++_number);
            _unsettled = draft;
        }

        return await TrySettleAsync(draft).ConfigureAwait(false);
    }

    private void Drain()
    {
        FlushDraft more = spool is null ? _draft : new FlushDraft();
        try
        {
            tallies.Drain(more);
        }
        finally
        {
            if (spool is not null && !more.IsEmpty)
            {
                Keep(spool, more);
            }

            CountPending();
        }

        if (more.Dropped > 0)
        {
            Volatile.Write(ref _lastError, "There was no memory left to keep what was tracked.");
            LogNoMemory(more.Dropped);
            more.Dropped = 0;
        }
    }

    private async Task<bool> TrySettleAsync(FlushDraft draft)
    {
        if (!await TryWriteAsync(draft).ConfigureAwait(false))
        {
            return false;
        }

        lock (_draining)
        {
            _unsettled = null;
            budget?.Return(draft.Size);
            spool?.Settle(draft.Flush.Number, isAll: _draft.IsEmpty);
            CountPending();
        }

        store.Settle(draft.Flush);
        return true;
    }

    private async Task<bool> TryWriteAsync(FlushDraft draft)
    {
        IReadOnlyList<WriteOutcome> outcomes;
        try
        {
            outcomes = await store.WriteAsync(draft.Flush).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception.Message);
            return false;
        }

        int open = outcomes.Count(outcome => outcome == WriteOutcome.Retry);
        if (open > 0)
        {
            Fail($"The counter store has not applied {open} of {outcomes.Count} writes. {store.Hindrance}".TrimEnd());
            return false;
        }

        Interlocked.Increment(ref _flushes);
        for (int i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i] == WriteOutcome.Rejected)
            {
                Reject(draft.Flush.Writes[i].Key, draft.Moves[i]);
            }
            else if (outcomes[i] == WriteOutcome.AppliedAsOther)
            {
                others.Add(OtherCause.TooMany, draft.Flush.Writes[i].Key, draft.Moves[i]);
            }
        }

        return true;
    }

    private void CountPending() => Interlocked.Exchange(ref _pending, (_unsettled?.AllMoves ?? 0) + _draft.AllMoves);

    private void Fail(string reason)
    {
        Interlocked.Increment(ref _failures);
        Volatile.Write(ref _lastError, reason);
    }

    private void Reject(string key, long moves)
    {
        Interlocked.Add(ref _dropped, moves);
        Volatile.Write(ref _lastError, $"The counter store refuses '{key}'. {store.Hindrance}".TrimEnd());
        LogRejected(key, moves);
    }
}
