namespace ServicePing;

/// <summary>A slice of a table: pages from one to before another.</summary>
/// <param name="Start">The first page.</param>
/// <param name="End">The page after the last; null for all that follow.</param>
/// <param name="Pages">How many pages these are, as far as the table's size tells.</param>
internal readonly record struct PageRange(long Start, long? End, long Pages)
{
    /// <summary>Below this width a statement that takes too long is not the fault of the slice.</summary>
    private const long Floor = 64;

    internal bool CanHalve => Pages > Floor;

    internal (PageRange First, PageRange Second) Halve()
    {
        long half = Pages / 2;
        return (new PageRange(Start, Start + half, half), new PageRange(Start + half, End, Pages - half));
    }
}
