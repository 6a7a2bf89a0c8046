using System.Collections.Frozen;
using System.Diagnostics;
using ServicePing.Runtime.Events;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Keeps what the program's events count, in memory until the next flush to the counter store.</summary>
/// <remarks>
/// Tracking touches memory only. What could not be written stays and is written by a later flush, once, under the week in which it was
/// tracked. In a program without a counter store, events are not counted.
/// </remarks>
public sealed class EventTracker : IAsyncDisposable, IDisposable
{
    private readonly Func<Tracking> _start;
    private readonly Lazy<Tracking> _tracking;
    private readonly Func<TimeSpan> _shutdownTimeout;
    private readonly TaskCompletionSource _firstUse = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TimeSpan _waited;
    private int _isDisposed;

    /// <param name="start">Makes what is tracked with; may be called while the container is disposed.</param>
    /// <param name="shutdownTimeout">How long the last flushes may take together.</param>
    internal EventTracker(Func<Tracking> start, Func<TimeSpan> shutdownTimeout)
    {
        _start = start;
        _shutdownTimeout = shutdownTimeout;
        _tracking = new Lazy<Tracking>(Start);
    }

    /// <summary>The counters of older generations.</summary>
    public NamedCounters Counters => _tracking.Value.Counters;

    /// <summary>The names that <see cref="TrackByName"/> takes.</summary>
    public IReadOnlyCollection<string> EventNames => _tracking.Value.ByName.Keys;

    /// <summary>What has become of the tracked events since the program started.</summary>
    public TrackingStatistics Statistics => Started?.Statistics ?? TrackingStatistics.None;

    /// <summary>The events of a metric set, in the order of <see cref="MetricSet.Events"/>; generated event methods call them.</summary>
    /// <param name="set">The metric set.</param>
    /// <exception cref="ArgumentException">The set is not part of this program.</exception>
    public TrackedEvent[] EventsOf(MetricSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return _tracking.Value.EventsOf(set);
    }

    /// <summary>
    /// Counts an event that is known by its name only, as at the edge of HTTP; programs call the generated methods. What is wrong with
    /// an argument leaves that argument out, and the event is counted all the same.
    /// </summary>
    /// <param name="name">The event's name.</param>
    /// <param name="identifiers">
    /// Identifiers by name, such as <c>user</c>, <c>project</c> and <c>namespace</c>, or the product's own; where there are no additional
    /// properties, those may be here too.
    /// </param>
    /// <param name="additionalProperties">Values of the event's additional properties, by name.</param>
    /// <param name="forward">
    /// Whether this occurrence may be forwarded; it is where the event's definition has <c>forward: true</c> and the program forwards events. False
    /// counts it only.
    /// </param>
    /// <returns>Whether the event was counted, and what was wrong. Never throws for what the dictionaries hold, and never waits.</returns>
    public TrackingResult TrackByName(
        string name,
        IReadOnlyDictionary<string, EventValue> identifiers,
        IReadOnlyDictionary<string, EventValue>? additionalProperties = null,
        bool forward = true)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(identifiers);
        if (_tracking.Value.ByName.TryGetValue(name, out NamedEvent? named))
        {
            return named.Track(identifiers, additionalProperties ?? FrozenDictionary<string, EventValue>.Empty, forward);
        }

        TrackingResult unknown = TrackingResult.Untracked(TrackingProblemKind.UnknownEvent, name, $"No event of the program is called '{name}'.");
        _tracking.Value.ObserveUnknown(name, identifiers.Concat(additionalProperties ?? FrozenDictionary<string, EventValue>.Empty), unknown);
        return unknown;
    }

    /// <summary>The known events of a metric set, in the order of <see cref="MetricSet.KnownEvents"/>; generated methods call them.</summary>
    /// <param name="set">The metric set.</param>
    /// <exception cref="ArgumentException">The set is not part of this program.</exception>
    public TrackedKnownEvent[] KnownEventsOf(MetricSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return _tracking.Value.KnownEventsOf(set);
    }

    /// <summary>
    /// Writes to the counter store what has been tracked so far. A store that is down is no error: the numbers stay, and a later
    /// flush writes them; <see cref="Statistics"/> tells.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting; what is under way goes on.</param>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Started?.Flusher?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>
    /// Writes and forwards what has been tracked since the last flush, for at most <see cref="ServicePingOptions.ShutdownTimeout"/>, and ends the
    /// measuring; the log says how much is lost. The container calls it after every service that was given the tracker has been disposed
    /// of, so that a program without a host loses nothing either.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0 && Started is { } tracking)
        {
            await FlushLastAsync(CancellationToken.None).ConfigureAwait(false);
            tracking.Dispose();
        }
    }

    /// <summary>As <see cref="DisposeAsync"/>; waits for it on this thread.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>What is tracked with; null where no event was asked for yet.</summary>
    private Tracking? Started => _tracking.IsValueCreated ? _tracking.Value : null;

    private Tracking Start()
    {
        Tracking tracking = _start();
        _firstUse.SetResult();
        if (Volatile.Read(ref _isDisposed) != 0)
        {
            tracking.Dispose();
        }

        return tracking;
    }

    /// <summary>Ends when an event is asked for, before which there is nothing to flush.</summary>
    internal Task FirstUse => _firstUse.Task;

    /// <summary>
    /// Flushes until all is written and forwarded or the time is up that all last flushes have together, and reports what is lost then.
    /// </summary>
    /// <param name="cancellationToken">Ends this one; what is left is tried again when the container is disposed.</param>
    internal async Task FlushLastAsync(CancellationToken cancellationToken)
    {
        if (Started is not { Flusher: { } flusher } tracking)
        {
            return;
        }

        long began = Stopwatch.GetTimestamp();
        TimeSpan left = _shutdownTimeout() - _waited;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        try
        {
            await Task.WhenAll(WriteAsync(flusher, end.Token), tracking.Forwarding?.FlushAsync(end.Token) ?? Task.CompletedTask)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host has no more time, but the program has.
        }
        catch (OperationCanceledException)
        {
            flusher.ReportLost();
            tracking.Forwarding?.ReportLost();
        }

        _waited += Stopwatch.GetElapsedTime(began);
    }

    private static async Task WriteAsync(CounterFlusher flusher, CancellationToken end)
    {
        while (!await flusher.FlushAsync(end).ConfigureAwait(false))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), end).ConfigureAwait(false);
        }
    }
}
