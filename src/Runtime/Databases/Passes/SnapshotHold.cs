namespace ServicePing.Runtime.Databases.Passes;

/// <summary>For how long one pass may hold the snapshot that it reads in. The pass asks under its lock.</summary>
/// <param name="isHeld">Whether the pass reads in one snapshot: by its key it has a moment for every step.</param>
/// <param name="hasKey">Whether the table can be read by its key.</param>
/// <param name="limit">How long a snapshot may be held.</param>
internal sealed class SnapshotHold(bool isHeld, bool hasKey, TimeSpan limit)
{
    private TimeSpan _before;
    private bool _isFirst;

    /// <summary>Whether the snapshot would be held for too long by this pass, which could do without one.</summary>
    internal bool IsTooLong { get; private set; }

    /// <summary>Whether the snapshot was held for others before, and would be for too long by this pass as well, which needs another.</summary>
    internal bool IsLate { get; private set; }

    /// <summary>Whether a slice was left half read, so that the pass has no result.</summary>
    internal bool IsGivenUp { get; private set; }

    /// <summary>Whether no further slice is read.</summary>
    internal bool IsOver => IsTooLong || IsLate;

    /// <summary>Begins the pass.</summary>
    /// <param name="before">How long the snapshot has been held.</param>
    /// <param name="isFirst">Whether no pass was read in it before.</param>
    internal void Begin(TimeSpan before, bool isFirst) => (_before, _isFirst) = (before, isFirst);

    /// <summary>
    /// Decides what becomes of a pass that takes some time. Where the snapshot would be held for too long, it goes by its key, or, where
    /// the snapshot was held for others before, has another; the first of a snapshot that has no key takes its time.
    /// </summary>
    /// <returns>Whether it may go on.</returns>
    internal bool Allows(TimeSpan elapsed)
    {
        if (!isHeld || _before + elapsed <= limit)
        {
            return true;
        }

        bool goesByKey = hasKey && (_isFirst || elapsed > limit);
        bool needsAnother = !_isFirst && !goesByKey;
        IsTooLong |= goesByKey;
        IsLate |= needsAnother;
        return !goesByKey && !needsAnother;
    }

    /// <summary>Decides, as <see cref="Allows"/>, in the midst of a slice, whose other parts are not read where the pass may not go on.</summary>
    internal bool AllowsPart(TimeSpan elapsed)
    {
        IsGivenUp |= !Allows(elapsed);
        return !IsGivenUp;
    }

    /// <summary>Gives the pass up, to go by its key, where it can.</summary>
    /// <returns>Whether it can.</returns>
    internal bool Leave()
    {
        IsTooLong |= isHeld && hasKey;
        IsGivenUp |= IsTooLong;
        return IsGivenUp;
    }
}
