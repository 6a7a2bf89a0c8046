namespace ServicePing.Tool.Watching;

/// <summary>Tells what has moved since the last look at the counters of events.</summary>
internal sealed class CounterWatch
{
    private Dictionary<(string Key, string? Value), double> _known;

    /// <param name="counters">The counters at the first look.</param>
    internal CounterWatch(IEnumerable<EventCounter> counters) =>
        _known = counters.ToDictionary(counter => (counter.Key, counter.Value), counter => counter.Count);

    /// <summary>Takes the counters as they are now, and gives those that hold something else than at the last look.</summary>
    internal IReadOnlyList<MovedCounter> Look(IReadOnlyList<EventCounter> counters)
    {
        // What cannot be read now has not gone back to nothing.
        Dictionary<(string Key, string? Value), double> now = new(_known);
        List<MovedCounter> moved = [];
        foreach (EventCounter counter in counters.Where(one => one.Status == ReadingStatus.Ok))
        {
            double before = _known.GetValueOrDefault((counter.Key, counter.Value));
            now[(counter.Key, counter.Value)] = counter.Count;
            if (before != counter.Count)
            {
                moved.Add(new MovedCounter(counter, before));
            }
        }

        _known = now;
        return moved;
    }
}

/// <summary>A counter that has moved.</summary>
/// <param name="Counter">What it holds now.</param>
/// <param name="Before">What it held.</param>
internal sealed record MovedCounter(EventCounter Counter, double Before);
