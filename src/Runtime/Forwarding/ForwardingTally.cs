using System.Collections.Frozen;

namespace ServicePing.Runtime.Forwarding;

/// <summary>Why an event was dropped.</summary>
internal enum DropCause
{
    /// <summary>Too many waited.</summary>
    QueueFull,

    /// <summary>The settings do not permit it.</summary>
    NotPermitted,

    /// <summary>The other side does not take it.</summary>
    Refused,

    /// <summary>It is too large even alone.</summary>
    TooLarge,

    /// <summary>It was tried for as long as it may be.</summary>
    GaveUp,
}

/// <summary>What has become of the events for one forwarder.</summary>
internal sealed class ForwardingTally
{
    private static readonly string[] Causes = ["queue_full", "not_permitted", "refused", "too_large", "gave_up"];

    private readonly long[] _dropped = new long[Causes.Length];
    private long _pending;
    private long _forwarded;
    private long _recovered;
    private long _failures;
    private string? _lastError;

    internal long Pending => Interlocked.Read(ref _pending);

    internal string? LastError => Volatile.Read(ref _lastError);

    internal static string Word(DropCause cause) => Causes[(int)cause];

    internal void Take() => Interlocked.Increment(ref _pending);

    internal void Recover() => Interlocked.Increment(ref _recovered);

    internal void Forward(int events)
    {
        Interlocked.Add(ref _pending, -events);
        Interlocked.Add(ref _forwarded, events);
        Volatile.Write(ref _lastError, null);
    }

    internal void Fail(string reason)
    {
        Interlocked.Increment(ref _failures);
        Volatile.Write(ref _lastError, reason);
    }

    internal void Drop(int events, DropCause cause, string reason)
    {
        Interlocked.Add(ref _pending, -events);
        Interlocked.Add(ref _dropped[(int)cause], events);
        Volatile.Write(ref _lastError, reason);
    }

    internal ForwardingStatistics Statistics(string forwarder) => new()
    {
        Forwarder = forwarder,
        Forwarded = Interlocked.Read(ref _forwarded),
        Recovered = Interlocked.Read(ref _recovered),
        Pending = Pending,
        DroppedBy = Causes.Index()
            .Select(cause => (Name: cause.Item, Events: Interlocked.Read(ref _dropped[cause.Index])))
            .Where(cause => cause.Events > 0)
            .ToFrozenDictionary(cause => cause.Name, cause => cause.Events, StringComparer.Ordinal),
        FailedAttempts = Interlocked.Read(ref _failures),
        LastError = LastError,
    };
}
