using System.Collections.Concurrent;

namespace ServicePing.Versions;

/// <summary>Counts requests by name, an address or an instance, and lets so many of each through a minute.</summary>
internal sealed class RequestRate(int perMinute, TimeProvider clock)
{
    // More names than this in a minute are no fleet; what counts them must not fill the memory.
    private const int MaxNames = 100_000;

    private Window _window = new(long.MinValue);

    /// <summary>Counts a request; how long to wait where it is one too many, and null otherwise.</summary>
    internal TimeSpan? Excess(string name)
    {
        DateTimeOffset now = clock.GetUtcNow();
        long minute = now.Ticks / TimeSpan.TicksPerMinute;
        Window window = Volatile.Read(ref _window);
        if (window.Minute != minute)
        {
            Window next = new(minute);
            window = Interlocked.CompareExchange(ref _window, next, window) == window ? next : Volatile.Read(ref _window);
        }

        bool isKnown = window.Counts.TryGetValue(name, out _);
        return (isKnown || window.Counts.Count < MaxNames) && window.Counts.AddOrUpdate(name, 1, (_, count) => Math.Min(count, perMinute) + 1) <= perMinute
            ? null
            : TimeSpan.FromTicks(((minute + 1) * TimeSpan.TicksPerMinute) - now.Ticks);
    }

    private sealed record Window(long Minute)
    {
        internal ConcurrentDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);
    }
}
