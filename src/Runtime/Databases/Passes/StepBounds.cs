namespace ServicePing;

/// <summary>The keys between the steps of a walk, each as its texts; more may be found while connections walk.</summary>
/// <param name="isComplete">Whether there will be no more.</param>
/// <param name="bounds">Those that are known.</param>
internal sealed class StepBounds(bool isComplete, IEnumerable<string[]> bounds)
{
    private readonly Lock _lock = new();
    private readonly List<string[]> _bounds = [.. bounds];
    private bool _isComplete = isComplete;

    /// <summary>Where the first step begins; null where nothing is before it.</summary>
    internal string[]? After { get; init; }

    /// <summary>What follows the last step; null where nothing does.</summary>
    internal string[]? Before { get; init; }

    /// <summary>How many bounds are known.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _bounds.Count;
            }
        }
    }

    /// <summary>How many steps there are; null while that is not known.</summary>
    internal int? Steps
    {
        get
        {
            lock (_lock)
            {
                return _isComplete ? _bounds.Count + 1 : null;
            }
        }
    }

    /// <summary>The last bound that is known; where the first step begins where there is none.</summary>
    internal string[]? Last
    {
        get
        {
            lock (_lock)
            {
                return _bounds.Count > 0 ? _bounds[^1] : After;
            }
        }
    }

    internal string[] this[int place]
    {
        get
        {
            lock (_lock)
            {
                return _bounds[place];
            }
        }
    }

    /// <summary>Adds the bound of a place, if it is the next one; null where there is none, which completes them.</summary>
    internal void Add(string[]? bound, int place)
    {
        lock (_lock)
        {
            if (_isComplete || place != _bounds.Count)
            {
                return;
            }

            if (bound is null)
            {
                _isComplete = true;
            }
            else
            {
                _bounds.Add(bound);
            }
        }
    }

    /// <summary>A slice as far as there are steps; null where there are none.</summary>
    internal Slice? Clip(Slice slice) => Steps is not { } steps || slice.End < steps ? slice
        : slice.Start < steps ? new Slice(slice.Start, End: null, steps - slice.Start)
        : null;
}
