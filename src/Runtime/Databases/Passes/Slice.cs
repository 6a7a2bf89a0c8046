namespace ServicePing;

/// <summary>A part of a walk: from one page, moment or key to before another.</summary>
/// <param name="Start">The first page, microsecond of Unix time or key.</param>
/// <param name="End">What follows the last; null for all that follow.</param>
/// <param name="Width">How many these are, as far as is known.</param>
internal readonly record struct Slice(long Start, long? End, long Width)
{
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
    internal IEnumerable<Slice> CutFinely(int parts) => Width > 1
        ? [new Slice(Start, Start + 1, 1), .. new Slice(Start + 1, End, Width - 1).Cut(parts)]
        : [this];
}

/// <summary>By what a walk cuts its rows into slices.</summary>
/// <param name="Unit">What slices are ranges of.</param>
/// <param name="Column">
/// The expression, or row of several, that is compared with the bounds of a slice; for all rows at once, a condition on them.
/// </param>
/// <param name="Bounds">The keys between the steps of a walk in steps, each as its texts.</param>
internal sealed record Slicing(SliceUnit Unit, string Column, StepBounds? Bounds = null)
{
    /// <summary>No page has more places for rows, of whatever size it is.</summary>
    internal const long PlacesOfPage = 2_048;

    /// <summary>For what is not cut: all rows, or those of a condition.</summary>
    internal static Slicing All(string? condition) => new(SliceUnit.Whole, condition ?? "");

    /// <summary>For what has no rows, and is asked for all the same: the server says what it does not understand.</summary>
    internal static Slicing None { get; } = All("false");

    /// <summary>Where the first slice of keys begins; it takes what is below, or NULL, with it.</summary>
    internal long First { get; init; }

    /// <summary>The rows of a slice; null for all.</summary>
    internal string? Condition(Slice slice) => Unit switch
    {
        SliceUnit.Whole => Column.Length > 0 ? Column : null,
        SliceUnit.Parts => null,
        SliceUnit.Pages or SliceUnit.Places => $"{Column} >= {PassParameters.SliceStart} AND {Column} < {PassParameters.SliceEnd}",
        SliceUnit.Steps => Between(slice),
        SliceUnit.Keys => KeysBetween(slice),
        _ => $"{Sql.Operand(Column)} BETWEEN {PassParameters.SliceStart} AND {PassParameters.SliceEnd}",
    };

    /// <summary>Whether narrower slices have what a slice has: down to one page, place, microsecond, key or step.</summary>
    internal bool CanCut(Slice slice) => Unit != SliceUnit.Whole && slice.Width > 1;

    /// <summary>The keys of a slice of steps, whose first and last are open, so that no row is outside of all.</summary>
    internal (string[]? From, string[]? Before) KeysOf(Slice slice) => (
        slice.Start == 0 ? Bounds!.After : Bounds![(int)slice.Start - 1],
        slice.End is { } end ? Bounds[(int)end - 1] : Bounds.Before);

    /// <summary>First and last are open, so that no row is outside of all: a key may lie between two whole numbers, or be none.</summary>
    private string? KeysBetween(Slice slice)
    {
        string key = Sql.Operand(Column);
        return (slice.Start > First, slice.End is not null) switch
        {
            (false, false) => null,
            (false, true) => $"({key} < {PassParameters.SliceEnd} OR {key} IS NULL)",
            (true, false) => $"{key} >= {PassParameters.SliceStart}",
            (true, true) => $"{key} >= {PassParameters.SliceStart} AND {key} < {PassParameters.SliceEnd}",
        };
    }

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

    /// <summary>Parts of a table that are so small that several are read in one statement.</summary>
    Parts,

    /// <summary>Pages of the table; exact within one snapshot.</summary>
    Pages,

    /// <summary>Places of rows within pages, for a page that takes too long.</summary>
    Places,

    /// <summary>Moments of a time column, in microseconds.</summary>
    Moments,

    /// <summary>Whole numbers of a column.</summary>
    Keys,

    /// <summary>Steps of some thousand rows each, from key to key of whatever type.</summary>
    Steps,
}
