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
    private readonly ForwardingTally _tally = new();
    private readonly Channel<Occurrence> _queue;
    private readonly CancellationTokenSource _end = new();
    private CancellationTokenSource _hurry = new();
    private Task _running = Task.CompletedTask;
    private int _flushes;
    private long _reported;

    internal ForwardingLane(
        IEventForwarder forwarder, ForwardingOptions options, ServicePingSettings settings, InstanceSecret secret, ForwardingLog log)
    {
        (_forwarder, _options, _settings, _secret, _log) = (forwarder, options, settings, secret, log);
        _queue = Channel.CreateBounded<Occurrence>(new BoundedChannelOptions(options.QueueSize) { SingleReader = true });
    }

    internal ForwardingStatistics Statistics => _tally.Statistics(_forwarder.Name);

    private bool IsInAHurry => Volatile.Read(ref _flushes) > 0;

    internal void Begin() => _running = Task.Run(RunAsync);

    internal void Take(Occurrence occurrence)
    {
        _tally.Take();
        if (!_queue.Writer.TryWrite(occurrence))
        {
            Drop(1, DropCause.QueueFull, $"More than {_options.QueueSize} events wait (QueueSize).");
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
        if (lost > 0)
        {
            _log.LogLost(_forwarder.Name, lost, _tally.LastError);
        }
    }

    /// <summary>Ends the loop, and waits until the forwarder has let go, for a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
    private async Task<IReadOnlyList<ForwardedEvent>> GatherAsync()
    {
        List<ForwardedEvent> batch = [];
        CancellationToken hurry = Volatile.Read(ref _hurry).Token;
        using CancellationTokenSource age = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, hurry);
        age.CancelAfter(_options.BatchAge);
        do
        {
            while (batch.Count < _options.BatchSize && _queue.Reader.TryRead(out Occurrence? next))
            {
                batch.Add(next.Outlet.Event(next));
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

    private async Task DeliverAsync(IReadOnlyList<ForwardedEvent> batch)
    {
        Stack<IReadOnlyList<ForwardedEvent>> pieces = new([batch]);
        long began = Stopwatch.GetTimestamp();
        TimeSpan pause = _options.FirstPause;
        while (pieces.TryPop(out IReadOnlyList<ForwardedEvent>? piece))
        {
            (piece, ForwardingResult result) = await AttemptAsync(piece).ConfigureAwait(false);
            switch (result.Outcome)
            {
                case ForwardingOutcome.Forwarded when piece.Count == 0:
                    break;
                case ForwardingOutcome.Forwarded:
                    // Whoever has seen the number finds the line.
                    _log.Works(_forwarder.Name);
                    _tally.Forward(piece.Count);
                    pause = _options.FirstPause;
                    break;
                case ForwardingOutcome.TooLarge when piece.Count > 1:
                    pieces.Push([.. piece.Skip(piece.Count / 2)]);
                    pieces.Push([.. piece.Take(piece.Count / 2)]);
                    break;
                case ForwardingOutcome.TooLarge:
                    Drop(piece.Count, DropCause.TooLarge, result.Reason);
                    break;
                case ForwardingOutcome.Refused:
                    Drop(piece.Count, DropCause.Refused, result.Reason);
                    break;
                case ForwardingOutcome.NotPermitted:
                    Drop(piece.Count + pieces.Sum(one => one.Count) + Empty(), DropCause.NotPermitted, result.Reason);
                    return;
                default:
                    _tally.Fail(result.Reason);
                    TimeSpan wait = result.After ?? pause * (0.5 + (Random.Shared.NextDouble() / 2));
                    if (Stopwatch.GetElapsedTime(began) + wait > _options.RetryFor)
                    {
                        Drop(piece.Count, DropCause.GaveUp, result.Reason);
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
    private async Task<(IReadOnlyList<ForwardedEvent> Piece, ForwardingResult Result)> AttemptAsync(IReadOnlyList<ForwardedEvent> piece)
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
            ForwardedEvent[] permitted =
                [.. piece.Where(one => !leftOut.Contains(one.ProductGroup, StringComparer.Ordinal)).Select(pseudonyms.Name)];
            if (permitted.Length < piece.Count)
            {
                Drop(piece.Count - permitted.Length, DropCause.NotPermitted, "Their owner is left out.");
                piece = permitted;
            }

            return permitted.Length == 0
                ? (piece, ForwardingResult.Forwarded)
                : (piece, await _forwarder.ForwardAsync(permitted, _end.Token).ConfigureAwait(false));
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

    /// <summary>Takes out what waits; how many there were.</summary>
    private int Empty()
    {
        int events = 0;
        while (_queue.Reader.TryRead(out _))
        {
            events++;
        }

        return events;
    }

    private void Drop(int events, DropCause cause, string reason)
    {
        _log.Drops(_forwarder.Name, cause, reason);
        _tally.Drop(events, cause, reason);
    }
}
