namespace ServicePing;

/// <summary>One statement's way over one part of a relation, handed out slice by slice. The pass guards it.</summary>
/// <param name="leaf">The part.</param>
/// <param name="statement">The statement.</param>
/// <param name="slicing">By what the way is cut.</param>
/// <param name="start">Where it begins.</param>
/// <param name="end">What follows its last page, moment or key, as far as is known before all steps are found.</param>
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

    // A walk that takes longer than so many statements may is given up where its narrow slices take too long.
    private const double MostTimeouts = 100;
    private const double UsualRowsPerPage = 50;

    private readonly Stack<Slice> _returned = [];
    private readonly Int128 _first = start;
    private Int128 _taken;
    private Int128 _done;
    private bool _isExhausted;
    private bool _isDone;

    /// <summary>Begins a walk that was planned.</summary>
    internal static Walk Of(PlannedWalk plan, ServicePingOptions options) => new(
        plan.Leaf, plan.Statement, plan.Slicing, plan.Start, plan.End,
        new SliceWidth(options.StatementTarget, options.StatementTimeout, plan.FirstWidth, plan.Ceiling))
    {
        Steps = plan.Steps,
        Instead = plan.Instead is { } instead ? Of(instead, options) : null,
    };

    internal WalkedLeaf Leaf => leaf;

    /// <summary>What takes the place of a walk in one step that takes too long; null where nothing can.</summary>
    internal Walk? Instead { get; init; }

    internal PassStatement Statement => statement;

    internal Slicing Slicing => slicing;

    /// <summary>The rows that the statement has told of.</summary>
    internal long Rows { get; private set; }

    /// <summary>The keys along which it goes, where it goes by steps that are looked for on the way.</summary>
    internal KeySteps? Steps { get; init; }

    internal bool IsExhausted => _returned.Count == 0 && (_isExhausted || slicing.Bounds?.Steps <= _first + _taken);

    /// <summary>The share that is done, from 0 to 1.</summary>
    internal double ShareDone => End > _first ? Math.Min(1, (double)_done / (double)(End - _first)) : _isDone ? 1 : 0;

    /// <summary>How few seconds a page, moment, key or row of a step has taken, at best.</summary>
    internal double Quickest { get; set; } = double.PositiveInfinity;

    private Int128 End => slicing.Bounds?.Steps ?? end;

    /// <summary>The next slice.</summary>
    /// <param name="workers">Among how many connections the rest is divided.</param>
    internal Slice Take(int workers)
    {
        if (_returned.TryPop(out Slice returned))
        {
            return returned;
        }

        Int128 next = _first + _taken;
        bool isEndKnown = slicing.Bounds is not { Steps: null };
        Int128 rest = End - next;

        // Parts that are read together are few enough for one connection.
        Int128 fair = slicing.Unit == SliceUnit.Parts ? rest : Int128.Max(rest / workers, width.Current / TailDivisor);
        Int128 taken = Int128.Max(1, Int128.Min(width.Current, fair));
        if (slicing.Unit == SliceUnit.Whole || (isEndKnown && taken >= rest))
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
    internal double ShareTaken => End > _first ? (double)_taken / (double)(End - _first) : 0;

    /// <summary>How many pages, moments, keys or rows a slice is about.</summary>
    internal double Units(Slice slice) => Math.Max(1, slice.Width) * (double)Math.Max(1, Steps?.RowsOfStep ?? 1);

    /// <summary>
    /// Whether a slice that takes too long is so narrow that all of them would take far too long, and none was quick: to read on in
    /// narrower ones would burden the server for hours.
    /// </summary>
    internal bool IsHopeless(Slice slice, TimeSpan timeout)
    {
        if (Extent is not (double all, double narrow))
        {
            return false;
        }

        double width = Units(slice);
        double slicesOfThisWidth = all / width;
        double timeoutsAtBest = Quickest * all / timeout.TotalSeconds;
        return width <= narrow && slicesOfThisWidth > MostTimeouts && timeoutsAtBest > MostTimeouts;
    }

    /// <summary>
    /// How many pages, microseconds, keys or rows there are, and of how few a slice is narrow; null where the width of slices tells nothing.
    /// </summary>
    private (double All, double Narrow)? Extent => slicing.Unit switch
    {
        SliceUnit.Pages => (leaf.Pages, 64),
        SliceUnit.Moments => ((double)(End - _first), 1_000_000),
        SliceUnit.Keys => ((double)(End - _first), 256),
        SliceUnit.Steps when Steps is not null => (leaf.Pages * (leaf.RowsPerPage ?? UsualRowsPerPage), 256),
        _ => null,
    };

    /// <summary>
    /// A slice that cannot be cut into slices of this walk, as a walk over its rows: over the pages of a part, the places of a page, or
    /// smaller steps of a step.
    /// </summary>
    /// <returns>The walk, and all of it as one slice; null where there is nothing to be cut.</returns>
    internal async Task<(Walk Walk, Slice All)?> FinerAsync(
        Slice slice,
        int parts,
        ShortMoment? moment,
        CancellationToken cancellationToken)
    {
        if (slicing.Unit == SliceUnit.Parts)
        {
            WalkedLeaf part = leaf.Together[(int)slice.Start];
            Slice pages = new(0, End: null, Math.Max(1, part.Pages));
            return (new Walk(part, statement, slicing with { Unit = SliceUnit.Pages }, 0, pages.Width, width), pages);
        }

        if (slicing.Unit == SliceUnit.Pages)
        {
            (long first, long? before) = (slice.Start * Slicing.PlacesOfPage, slice.End * Slicing.PlacesOfPage);
            Slice places = new(first, before, Slicing.PlacesOfPage);
            return (new Walk(leaf, statement, slicing with { Unit = SliceUnit.Places }, first, first + places.Width, width), places);
        }

        if (Steps is null || moment is null
            || await Steps.CutAsync(slice, parts, moment, cancellationToken).ConfigureAwait(false) is not { } finer)
        {
            return null;
        }

        int steps = finer.Slicing.Bounds!.Steps!.Value;
        return (new Walk(leaf, statement, finer.Slicing, 0, steps, width) { Steps = finer, Quickest = Quickest }, new Slice(0, End: null, steps));
    }

    /// <summary>Learns of a slice that has been read.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="statements">How wide its statements were, and how long they took.</param>
    /// <param name="rows">How many rows they told of.</param>
    internal void Done(Slice slice, IEnumerable<(long Width, TimeSpan Elapsed)> statements, long rows)
    {
        _done += slice.Width;
        _isDone = true;
        Rows += rows;
        foreach ((long wide, TimeSpan elapsed) in statements)
        {
            width.Learn(wide, elapsed);
        }
    }
}
