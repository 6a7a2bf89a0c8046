namespace ServicePing.Runtime.Forwarding;

/// <summary>The latest batches of one forwarder, in memory: so many, and so many bytes of them, at the most.</summary>
/// <param name="forwarder">Who hands them on.</param>
/// <param name="clock">When they left.</param>
internal sealed class LatestBatches(IEventForwarder forwarder, TimeProvider clock)
{
    internal const int Most = 50;
    internal const int MostBytes = 1 << 20;

    private readonly Queue<ForwardedBatch> _batches = new();
    private readonly Lock _gate = new();
    private long _bytes;

    /// <summary>The batches, the oldest first.</summary>
    internal IReadOnlyList<ForwardedBatch> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _batches];
            }
        }
    }

    /// <summary>Keeps what left, for administrators to read; what is tried again is kept when that is over.</summary>
    internal void Note(ForwardedEvent[] events, ForwardingOutcome outcome)
    {
        string? word = outcome switch
        {
            ForwardingOutcome.Forwarded => "forwarded",
            ForwardingOutcome.Refused => "refused",
            ForwardingOutcome.TooLarge when events.Length == 1 => "too_large",
            _ => null,
        };
        if (word is not null)
        {
            ReadOnlyMemory<byte> body = forwarder is IBodyForwarder known ? known.LastBody : HandedEvents.Json(events);
            Add(new ForwardedBatch(forwarder.Name, clock.GetUtcNow(), word, events.Length, body));
        }
    }

    private void Add(ForwardedBatch batch)
    {
        lock (_gate)
        {
            _batches.Enqueue(batch);
            _bytes += batch.Body.Length;
            while (_batches.Count > Most || (_bytes > MostBytes && _batches.Count > 1))
            {
                _bytes -= _batches.Dequeue().Body.Length;
            }
        }
    }
}
