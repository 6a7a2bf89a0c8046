namespace ServicePing.Runtime.Databases.Routes;

/// <summary>
/// The steps along a key, as far as they are known: the keys between them, each as its texts. Connections find more while they walk.
/// </summary>
/// <param name="rowsOfStep">How many rows a step has.</param>
/// <param name="isComplete">Whether all are known.</param>
/// <param name="bounds">The keys that are known.</param>
internal sealed class KeySteps(int rowsOfStep, bool isComplete, IEnumerable<string[]> bounds)
{
    // Steps of fewer rows would take longer to find than to read, but for one of slow rows.
    private const int FewestRows = 100;

    private readonly Lock _lock = new();
    private readonly List<string[]> _bounds = [.. bounds];
    private volatile int _rowsOfStep = rowsOfStep;
    private bool _isComplete = isComplete;

    /// <summary>Where the first step begins; null where nothing is before it.</summary>
    internal string[]? After { get; init; }

    /// <summary>What follows the last step; null where nothing does.</summary>
    internal string[]? Before { get; init; }

    /// <summary>How many rows a step has that is still to be found.</summary>
    internal int RowsOfStep => _rowsOfStep;

    /// <summary>How many steps there are; null while that is not known.</summary>
    internal int? Count
    {
        get
        {
            lock (_lock)
            {
                return _isComplete ? _bounds.Count + 1 : null;
            }
        }
    }

    /// <summary>The keys of a slice; null where it is open.</summary>
    internal (string[]? From, string[]? Before) KeysOf(Slice slice)
    {
        lock (_lock)
        {
            return (
                slice.Start == 0 ? After : _bounds[(int)slice.Start - 1],
                slice.End is { } end ? _bounds[(int)end - 1] : Before);
        }
    }

    /// <summary>What is to be found next for a slice: the key that ends which step, and where that begins; null where all is known.</summary>
    internal (int Place, string[]? From)? Next(Slice slice)
    {
        lock (_lock)
        {
            return !_isComplete && _bounds.Count < slice.End ? (_bounds.Count, _bounds.Count > 0 ? _bounds[^1] : After) : null;
        }
    }

    /// <summary>Adds the key of a place, unless another connection has come to it before; null where there is none, which completes them.</summary>
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

    /// <summary>Makes the steps smaller that are still to be found.</summary>
    internal void Shorten(int rows) => _rowsOfStep = Math.Min(_rowsOfStep, Math.Max(FewestRows, rows));

    /// <summary>A slice as far as there are steps; null where there are none.</summary>
    internal Slice? Clip(Slice slice) => Count is not { } steps || slice.End < steps ? slice
        : slice.Start < steps ? new Slice(slice.Start, End: null, steps - slice.Start)
        : null;
}
