namespace ServicePing.Runtime.Events;

/// <summary>How much memory what was tracked may take, and how much of that is taken.</summary>
internal sealed class MemoryBudget(long limit)
{
    private long _taken;

    /// <summary>Takes bytes, if they are left.</summary>
    internal bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    /// <summary>Takes bytes, left or not.</summary>
    internal void Take(int bytes) => Interlocked.Add(ref _taken, bytes);

    /// <summary>Gives bytes back.</summary>
    internal void Return(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
