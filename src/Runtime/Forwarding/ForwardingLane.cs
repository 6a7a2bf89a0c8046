using System.Diagnostics;
using System.Threading.Channels;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Forwarding;

/// <summary>The way to one forwarder: a bounded queue, and a loop that empties it in batches.</summary>
/// <remarks>
/// What comes when the queue is full is dropped, not what waits: that costs the caller nothing, and what is forwarded is without holes up to a
/// moment. Pauses are of real time, whatever clock the program has: the other side does not wait by that one.
/// </remarks>
internal sealed class ForwardingLane : IAsyncDisposable
{
    /// <summary>The pause of a program that ends.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(200);

    private readonly IEventForwarder _forwarder;
    private readonly ForwardingOptions _options;
    private readonly ServicePingSettings _settings;
    private readonly InstanceSecret _secret;
    private readonly ForwardingLog _log;
    private readonly LatestBatches _latest;
    private readonly ForwardingTally _tally = new();
    private readonly Channel<WaitingEvent> _queue;
    private readonly ForwardingSpoolLoop? _spool;
    private readonly CancellationTokenSource _end = new();
    private CancellationTokenSource _hurry = new();
    private Task _running = Task.CompletedTask;
    private int _flushes;
    private long _reported;

    internal ForwardingLane(
        IEventForwarder forwarder, ServicePingOptions options, ServicePingSettings settings, InstanceSecret secret, TimeProvider clock, ForwardingLog log)
    {
        (_forwarder, _options, _settings, _secret, _log) = (forwarder, options.Forwarding, settings, secret, log);
        _latest = new LatestBatches(forwarder, clock);
        _queue = Channel.CreateBounded<WaitingEvent>(new BoundedChannelOptions(_options.QueueSize) { SingleReader = true });
        _spool = options.SpoolFolder is null ? null : new ForwardingSpoolLoop(forwarder.Name, options, secret, _tally, log);
    }

    internal ForwardingStatistics Statistics => _tally.Statistics(_forwarder.Name);

    /// <summary>The latest batches that left, the oldest first.</summary>
    internal IReadOnlyList<ForwardedBatch> Latest => _latest.All;

    private bool IsInAHurry => Volatile.Read(ref _flushes) > 0;

    internal void Begin()
    {
        _running = Task.Run(RunAsync);
        _spool?.Begin(
            left =>
            {
                _tally.Recover();
                Take(left);
            },
            _end.Token);
    }

    internal void Take(Occurrence occurrence) => Take(new WaitingEvent(occurrence));

    private void Take(WaitingEvent waiting)
    {
        _tally.Take();
        if (_queue.Writer.TryWrite(waiting))
        {
            _spool?.Take(waiting);
        }
        else
        {
            Drop([waiting], DropCause.QueueFull, $"More than {_options.QueueSize} events wait (QueueSize).");
        }
    }

    /// <summary>Hands on all that waits, without waiting for more and with short pauses, until nothing is left.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _flushes);
        try
        {
            await Interlocked.Exchange(ref _hurry, new CancellationTokenSource()).CancelAsync().ConfigureAwait(false);
            while (_tally.Pending > 0 && !_running.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _flushes);
        }
    }

    /// <summary>Says how much is lost, and again how much more is.</summary>
    internal void ReportLost()
    {
        long pending = _tally.Pending;
        long lost = pending - Interlocked.Exchange(ref _reported, pending);
        if (lost <= 0)
        {
            return;
        }

        if (_spool?.IsKept() == true)
        {
            _log.LogKept(_forwarder.Name, lost);
        }
        else
        {
            _log.LogLost(_forwarder.Name, lost, _tally.LastError);
        }
    }

    /// <summary>Ends the loop, and waits until the forwarder has let go, for a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_spool is { } spool)
        {
            await spool.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_end.Token).ConfigureAwait(false))
            {
                await DeliverAsync(await GatherAsync().ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    /// <summary>The next batch: full, or as old as it may become.</summary>
    private async Task<IReadOnlyList<WaitingEvent>> GatherAsync()
    {
        List<WaitingEvent> batch = [];
        CancellationToken hurry = Volatile.Read(ref _hurry).Token;
        using CancellationTokenSource age = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, hurry);
        age.CancelAfter(_options.BatchAge);
        do
        {
            while (batch.Count < _options.BatchSize && _queue.Reader.TryRead(out WaitingEvent? next))
            {
                batch.Add(next);
            }
        }
        while (batch.Count < _options.BatchSize && !IsInAHurry && await IsMoreComingAsync(age.Token).ConfigureAwait(false));

        _end.Token.ThrowIfCancellationRequested();
        return batch;
    }

    private async Task<bool> IsMoreComingAsync(CancellationToken age)
    {
        try
        {
            return await _queue.Reader.WaitToReadAsync(age).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task DeliverAsync(IReadOnlyList<WaitingEvent> batch)
    {
        Stack<IReadOnlyList<WaitingEvent>> pieces = new([batch]);
        long began = Stopwatch.GetTimestamp();
        TimeSpan pause = _options.FirstPause;
        while (pieces.TryPop(out IReadOnlyList<WaitingEvent>? piece))
        {
            (piece, ForwardingResult result) = await AttemptAsync(piece).ConfigureAwait(false);
            switch (result.Outcome)
            {
                case ForwardingOutcome.Forwarded when piece.Count == 0:
                    break;
                case ForwardingOutcome.Forwarded:
                    // Whoever has seen the number finds the line.
                    Settle(piece);
                    _log.Works(_forwarder.Name);
                    _tally.Forward(piece.Count);
                    pause = _options.FirstPause;
                    break;
                case ForwardingOutcome.TooLarge when piece.Count > 1:
                    pieces.Push([.. piece.Skip(piece.Count / 2)]);
                    pieces.Push([.. piece.Take(piece.Count / 2)]);
                    break;
                case ForwardingOutcome.TooLarge:
                    Drop(piece, DropCause.TooLarge, result.Reason);
                    break;
                case ForwardingOutcome.Refused:
                    Drop(piece, DropCause.Refused, result.Reason);
                    break;
                case ForwardingOutcome.NotPermitted:
                    Drop([.. piece, .. pieces.SelectMany(one => one), .. Rest()], DropCause.NotPermitted, result.Reason);
                    return;
                default:
                    _tally.Fail(result.Reason);
                    TimeSpan wait = result.After ?? pause * (0.5 + (Random.Shared.NextDouble() / 2));
                    if (Stopwatch.GetElapsedTime(began) + wait > _options.RetryFor)
                    {
                        Drop(piece, DropCause.GaveUp, result.Reason);
                        break;
                    }

                    _log.Fails(_forwarder.Name, _options.QueueSize, result.Reason);
                    pieces.Push(piece);
                    await PauseAsync(wait, isAskedFor: result.After is not null).ConfigureAwait(false);
                    pause = pause * 2 < _options.LongestPause ? pause * 2 : _options.LongestPause;
                    break;
            }
        }
    }

    /// <summary>Hands a piece on where that is permitted now; gives what of it is.</summary>
    private async Task<(IReadOnlyList<WaitingEvent> Piece, ForwardingResult Result)> AttemptAsync(IReadOnlyList<WaitingEvent> piece)
    {
        try
        {
            SendPermission permission = await _settings.MayForwardAsync(_end.Token).ConfigureAwait(false);
            if (!permission.IsAllowed)
            {
                return (piece, ForwardingResult.NotPermitted(permission.Reason));
            }

            IReadOnlyList<string> leftOut = _settings.Current.Permissions.LeftOutOwners;
            InstancePseudonyms pseudonyms = await _secret.PseudonymsAsync(_end.Token).ConfigureAwait(false);
            ILookup<bool, WaitingEvent> permitted = piece.ToLookup(one => !leftOut.Contains(one.Event.ProductGroup, StringComparer.Ordinal));
            if (permitted.Contains(false))
            {
                Drop([.. permitted[false]], DropCause.NotPermitted, "Their owner is left out.");
                piece = [.. permitted[true]];
            }

            if (piece.Count == 0)
            {
                return (piece, ForwardingResult.Forwarded);
            }

            ForwardedEvent[] events = [.. piece.Select(one => pseudonyms.Name(one.Event))];
            ForwardingResult result = await _forwarder.ForwardAsync(events, _end.Token).ConfigureAwait(false);
            _latest.Note(events, result.Outcome);
            return (piece, result);
        }
        catch (PingStoreException exception)
        {
            return (piece, ForwardingResult.Again(exception.Message));
        }
        catch (Exception exception) when (!_end.IsCancellationRequested)
        {
            // Whatever the forwarder throws may hold a secret of its own.
            return (piece, ForwardingResult.Again($"{exception.GetType().Name} was thrown."));
        }
    }

    private async Task PauseAsync(TimeSpan wait, bool isAskedFor)
    {
        CancellationToken hurry = isAskedFor ? CancellationToken.None : Volatile.Read(ref _hurry).Token;
        if (!isAskedFor && IsInAHurry)
        {
            await Task.Delay(ShortPause, _end.Token).ConfigureAwait(false);
            return;
        }

        using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, hurry);
        await Task.Delay(wait, any.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Takes out what waits.</summary>
    private IEnumerable<WaitingEvent> Rest()
    {
        while (_queue.Reader.TryRead(out WaitingEvent? next))
        {
            yield return next;
        }
    }

    private static void Settle(IReadOnlyList<WaitingEvent> events)
    {
        foreach (WaitingEvent one in events)
        {
            one.Settle();
        }
    }

    private void Drop(IReadOnlyList<WaitingEvent> events, DropCause cause, string reason)
    {
        Settle(events);
        _log.Drops(_forwarder.Name, cause, reason);
        _tally.Drop(events.Count, cause, reason);
    }
}
