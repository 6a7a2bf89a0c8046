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
/// <param name="Column">
/// The expression, or row of several, that is compared with the bounds of a slice; for all rows at once, a condition on them.
/// </param>
/// <param name="Bounds">The keys between the steps of a walk in steps, each as its texts.</param>
internal sealed record Slicing(SliceUnit Unit, string Column, IReadOnlyList<string[]>? Bounds = null)
{
    /// <summary>For what is not cut: all rows, or those of a condition.</summary>
    internal static Slicing All(string? condition) => new(SliceUnit.Whole, condition ?? "");

    /// <summary>Below this width a statement that takes too long is not the fault of the slice.</summary>
    private long Floor => Unit switch
    {
        SliceUnit.Pages => 64,
        SliceUnit.Moments => 1_000_000,
        SliceUnit.Keys => 256,
        SliceUnit.Steps => 1,
        _ => long.MaxValue,
    };

    /// <summary>The rows of a slice; null for all.</summary>
    internal string? Condition(Slice slice) => Unit switch
    {
        SliceUnit.Whole => Column.Length > 0 ? Column : null,
        SliceUnit.Pages => $"{Column} >= {PassParameters.SliceStart} AND {Column} < {PassParameters.SliceEnd}",
        SliceUnit.Steps => Between(slice),
        _ => $"{Sql.Operand(Column)} BETWEEN {PassParameters.SliceStart} AND {PassParameters.SliceEnd}",
    };

    internal bool CanHalve(Slice slice) => slice.Width > Floor;

    /// <summary>The keys of a slice of steps, whose first and last are open, so that no row is outside of all.</summary>
    internal (string[]? From, string[]? Before) KeysOf(Slice slice) => (
        slice.Start == 0 ? null : Bounds![(int)slice.Start - 1],
        slice.End is { } end ? Bounds![(int)end - 1] : null);

    private string? Between(Slice slice)
    {
        (string[]? from, string[]? before) = KeysOf(slice);
        string? atLeast = from is null ? null : $"{Column} >= ({Placeholders(from.Length, 0)})";
        string? below = before is null ? null : $"{Column} < ({Placeholders(before.Length, from?.Length ?? 0)})";
        return atLeast is null || below is null ? atLeast ?? below : $"{atLeast} AND {below}";
    }

    private static string Placeholders(int count, int after) =>
        string.Join(", ", Enumerable.Range(PassParameters.FirstOfSlice + after, count).Select(place => $"${place}"));
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

    /// <summary>Steps of some thousand rows each, from key to key of whatever type.</summary>
    Steps,
}
