namespace ServicePing.Runtime.Forwarding;

/// <summary>An event that waits for one forwarder: tracked by this process, or left by one that has ended.</summary>
internal sealed class WaitingEvent
{
    private readonly Occurrence? _occurrence;
    private ForwardedEvent? _event;
    private volatile bool _isSettled;

    internal WaitingEvent(Occurrence occurrence) => _occurrence = occurrence;

    internal WaitingEvent(ForwardedEvent left) => _event = left;

    /// <summary>What the forwarder is handed; made once, so that its identifier is the same at each attempt and in the spool.</summary>
    internal ForwardedEvent Event
    {
        get
        {
            if (Volatile.Read(ref _event) is { } made)
            {
                return made;
            }

            ForwardedEvent fresh = _occurrence!.Outlet.Event(_occurrence);
            return Interlocked.CompareExchange(ref _event, fresh, null) ?? fresh;
        }
    }

    /// <summary>Whether it was forwarded or dropped.</summary>
    internal bool IsSettled => _isSettled;

    internal void Settle() => _isSettled = true;
}
