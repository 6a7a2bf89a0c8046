namespace ServicePing.Runtime.Events;

/// <summary>What a program has asked to be done around each event. Without any of it there is no guard, and nothing is paid for.</summary>
internal sealed class TrackingGuard
{
    private readonly Func<bool>? _doNotTrack;
    private readonly Func<string, bool>? _isEventEnabled;
    private readonly WriteThrough? _writeThrough;
    private readonly Action<Exception, long> _fail;

    private TrackingGuard(ServicePingOptions? options, WriteThrough? writeThrough, Action<Exception, long> fail, ITrackingObserver? observer)
    {
        Observer = observer;
        _doNotTrack = options?.DoNotTrack;
        _isEventEnabled = options?.IsEventEnabled;
        _writeThrough = writeThrough;
        _fail = fail;
    }

    /// <summary>One that lets everything pass, for events that are handed on besides.</summary>
    internal static TrackingGuard Open(CounterFlusher flusher) => new(null, null, flusher.Drop, null);

    /// <summary>Is told of every call; null where nobody wants to know.</summary>
    internal ITrackingObserver? Observer { get; }

    internal static TrackingGuard? Create(ServicePingOptions options, CounterFlusher flusher, TimeProvider clock, ITrackingObserver? observer)
    {
        WriteThrough? writeThrough =
            options.WriteThrough ? new WriteThrough(flusher.FlushAsync, clock) : null;
        return options.DoNotTrack is null && options.IsEventEnabled is null && writeThrough is null && observer is null
            ? null
            : new TrackingGuard(options, writeThrough, flusher.Drop, observer);
    }

    /// <summary>Whether an event may be tracked now. A delegate that throws makes it not, which is reported.</summary>
    /// <param name="name">The event.</param>
    /// <param name="moves">How many counters it would move.</param>
    internal bool Allows(string name, int moves) => RefusalOf(name, moves) is null;

    /// <summary>Why an event may not be tracked now, in a sentence; null where it may.</summary>
    /// <param name="name">The event.</param>
    /// <param name="moves">How many counters it would move.</param>
    internal string? RefusalOf(string name, int moves)
    {
        try
        {
            return _doNotTrack?.Invoke() == true ? "The option DoNotTrack says yes."
                : _isEventEnabled?.Invoke(name) == false ? "The option IsEventEnabled says no."
                : null;
        }
        catch (Exception exception)
        {
            _fail(exception, moves);
            return "The option DoNotTrack or IsEventEnabled throws: " + exception.Message;
        }
    }

    /// <summary>Is told that an event was tracked.</summary>
    internal void Tracked() => _writeThrough?.Begin();

    /// <summary>Begins no flush any more.</summary>
    internal void Stop() => _writeThrough?.Dispose();
}
