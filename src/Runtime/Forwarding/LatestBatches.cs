namespace ServicePing.Runtime.Forwarding;

/// <summary>The latest batches of one forwarder, in memory: so many, and so many bytes of them, at the most.</summary>
internal sealed class LatestBatches
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

    internal void Add(ForwardedBatch batch)
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
