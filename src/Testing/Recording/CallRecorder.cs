namespace ServicePing.Testing;

/// <summary>Keeps what a program tracks.</summary>
internal sealed class CallRecorder : ITrackingObserver
{
    private readonly Lock _lock = new();
    private readonly List<TrackedCall> _calls = [];

    /// <summary>What there is so far; it does not change any more.</summary>
    internal IReadOnlyList<TrackedCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public void Observe(TrackedCall call)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }
    }

    internal void Forget()
    {
        lock (_lock)
        {
            _calls.Clear();
        }
    }
}
