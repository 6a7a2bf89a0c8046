namespace ServicePing;

/// <summary>One statement's way over one part of a relation, handed out slice by slice. The pass guards it.</summary>
/// <param name="leaf">The part.</param>
/// <param name="statement">The statement.</param>
/// <param name="slicing">By what the way is cut.</param>
/// <param name="start">Where it begins.</param>
/// <param name="end">What follows its last page, moment or key.</param>
/// <param name="width">How wide slices are.</param>
internal sealed class Walk(
    WalkedLeaf leaf,
    PassStatement statement,
    Slicing slicing,
    Int128 start,
    Int128 end,
    SliceWidth width)
{
    // A shrinking tail lets connections end together; it ends at this part of the full width.
    private const long TailDivisor = 2;

    private readonly Stack<Slice> _returned = [];
    private readonly Int128 _first = start;
    private Int128 _taken;
    private Int128 _done;
    private bool _isExhausted;

    internal WalkedLeaf Leaf => leaf;

    /// <summary>What takes the place of a walk in one step that takes too long; null where nothing can.</summary>
    internal Walk? Instead { get; init; }

    internal PassStatement Statement => statement;

    internal Slicing Slicing => slicing;

    /// <summary>The rows that the statement has told of.</summary>
    internal long Rows { get; private set; }

    internal bool IsExhausted => _isExhausted && _returned.Count == 0;

    /// <summary>The share that is done, from 0 to 1.</summary>
    internal double ShareDone => end > _first ? Math.Min(1, (double)_done / (double)(end - _first)) : _isExhausted ? 1 : 0;

    /// <summary>The next slice.</summary>
    /// <param name="workers">Among how many connections the rest is divided.</param>
    internal Slice Take(int workers)
    {
        if (_returned.TryPop(out Slice returned))
        {
            return returned;
        }

        Int128 next = _first + _taken;
        Int128 rest = end - next;
        Int128 fair = Int128.Max(rest / workers, width.Current / TailDivisor);
        Int128 taken = Int128.Max(1, Int128.Min(width.Current, fair));
        if (slicing.Unit == SliceUnit.Whole || taken >= rest)
        {
            _isExhausted = true;
            long? bound = slicing.Unit == SliceUnit.Moments ? (long)end : null;
            return new Slice((long)next, bound, (long)Int128.Min(rest, long.MaxValue));
        }

        Slice slice = new((long)next, (long)(next + taken), (long)taken);
        _taken += taken;
        return slice;
    }

    /// <summary>Takes a slice back that could not be read, so that it is handed out again.</summary>
    internal void Return(Slice slice) => _returned.Push(slice);

    /// <summary>The share that has been handed out, from 0 to 1.</summary>
    internal double ShareTaken => end > _first ? (double)_taken / (double)(end - _first) : 0;

    internal void Done(Slice slice, TimeSpan longest, long rows)
    {
        _done += slice.Width;
        Rows += rows;
        width.Learn(slice, longest);
    }
}
