namespace ServicePing;

/// <summary>A part of a walk: from one page, moment or key to before another.</summary>
/// <param name="Start">The first page, microsecond of Unix time or key.</param>
/// <param name="End">What follows the last; null for all that follow.</param>
/// <param name="Width">How many these are, as far as is known.</param>
internal readonly record struct Slice(long Start, long? End, long Width)
{
    internal (Slice First, Slice Second) Halve()
    {
        long half = Width / 2;
        return (new Slice(Start, Start + half, half), new Slice(Start + half, End, Width - half));
    }
}

/// <summary>By what a walk cuts its rows into slices.</summary>
/// <param name="Unit">What slices are ranges of.</param>
/// <param name="Column">The expression that is compared with the bounds of a slice.</param>
internal sealed record Slicing(SliceUnit Unit, string Column)
{
    /// <summary>For what cannot be cut.</summary>
    internal static readonly Slicing None = new(SliceUnit.Whole, "");

    /// <summary>Below this width a statement that takes too long is not the fault of the slice.</summary>
    private long Floor => Unit switch
    {
        SliceUnit.Pages => 64,
        SliceUnit.Moments => 1_000_000,
        SliceUnit.Keys => 256,
        _ => long.MaxValue,
    };

    /// <summary>The rows of a slice; null for all.</summary>
    internal string? Condition => Unit switch
    {
        SliceUnit.Whole => null,
        SliceUnit.Pages => $"{Column} >= {PassParameters.SliceStart} AND {Column} < {PassParameters.SliceEnd}",
        _ => $"{Sql.Operand(Column)} BETWEEN {PassParameters.SliceStart} AND {PassParameters.SliceEnd}",
    };

    internal bool CanHalve(Slice slice) => slice.Width > Floor;
}

/// <summary>What slices are ranges of.</summary>
internal enum SliceUnit
{
    /// <summary>The only slice is everything.</summary>
    Whole,

    /// <summary>Pages of the table; exact within one snapshot.</summary>
    Pages,

    /// <summary>Moments of a time column, in microseconds.</summary>
    Moments,

    /// <summary>Whole numbers of a column.</summary>
    Keys,
}
