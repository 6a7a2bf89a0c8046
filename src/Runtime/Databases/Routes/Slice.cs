namespace ServicePing.Runtime.Databases.Routes;

/// <summary>A part of a route: from one page, moment, key or step to before another.</summary>
/// <param name="Start">The first, a moment as microseconds of Unix time.</param>
/// <param name="End">What follows the last; null for all that follow.</param>
/// <param name="Width">How many these are, as far as is known.</param>
internal readonly record struct Slice(long Start, long? End, long Width)
{
    /// <summary>Whether narrower slices have what it has: down to one page, place, microsecond, key or step.</summary>
    internal bool CanBeCut => Width > 1;

    /// <summary>Cuts it into as many parts as asked for, or as there can be.</summary>
    internal IEnumerable<Slice> Cut(int parts)
    {
        long done = 0;
        for (long left = Math.Min(parts, Width); left > 0; left--)
        {
            long width = (Width - done) / left;
            yield return new Slice(Start + done, left == 1 ? End : Start + done + width, width);
            done += width;
        }
    }

    /// <summary>The narrowest slice that there is, which tells whether narrowing helps at all, and the rest in so many parts.</summary>
    internal IEnumerable<Slice> CutFinely(int parts) => CanBeCut
        ? [new Slice(Start, Start + 1, 1), .. new Slice(Start + 1, End, Width - 1).Cut(parts)]
        : [this];
}
