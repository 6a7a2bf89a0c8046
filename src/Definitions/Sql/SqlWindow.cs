namespace ServicePing.Definitions.Sql;

/// <summary>The window of a function, with those that it is made from.</summary>
/// <param name="Order">What PARTITION BY and ORDER BY name.</param>
/// <param name="IsOrdered">Whether there is an ORDER BY.</param>
/// <param name="CountsRows">Whether a frame counts rows, however equal they are.</param>
internal sealed record SqlWindow(IReadOnlyList<SqlRange> Order, bool IsOrdered, bool CountsRows)
{
    // A window may be made from another one, by name.
    private const int LongestChain = 8;

    /// <summary>Reads the window behind OVER.</summary>
    public static SqlWindow Read(SqlOutline outline, SqlSelect select, int place)
    {
        List<SqlRange> order = [];
        bool isOrdered = false;
        bool countsRows = false;
        SqlRange? definition = outline.IsName(place)
            ? Named(outline, select, outline.Name(place))
            : new(place + 1, outline.Partner(place));
        for (int length = 0; definition is { IsEmpty: false } range && length < LongestChain; length++)
        {
            countsRows |= ReadClauses(outline, range, order, ref isOrdered);
            definition = outline.IsName(range.Start) && !BeginsClause(outline, range.Start) && !IsFrame(outline, range.Start)
                ? Named(outline, select, outline.Name(range.Start))
                : null;
        }

        return new(order, isOrdered, countsRows);
    }

    private static bool ReadClauses(SqlOutline outline, SqlRange range, List<SqlRange> order, ref bool isOrdered)
    {
        int start = -1;
        for (int at = range.Start; ; at = outline.Next(at))
        {
            bool isEnd = at >= range.End || IsFrame(outline, at);
            if (isEnd || BeginsClause(outline, at))
            {
                order.AddRange(start < 0 ? [] : outline.Items(new(start, Math.Min(at, range.End))));
                start = at + 2;
                isOrdered |= !isEnd && outline.Is(at, "order");
            }

            if (isEnd)
            {
                return at < range.End && outline.Is(at, "rows");
            }
        }
    }

    private static bool BeginsClause(SqlOutline outline, int at) =>
        (outline.Is(at, "partition") || outline.Is(at, "order")) && outline.Is(at + 1, "by");

    private static bool IsFrame(SqlOutline outline, int at) =>
        outline.Is(at, "rows") || outline.Is(at, "range") || outline.Is(at, "groups");

    private static SqlRange? Named(SqlOutline outline, SqlSelect select, string name)
    {
        SqlRange windows = select.Window ?? default;
        for (int at = windows.Start; at < windows.End; at = outline.Next(at))
        {
            if (outline.IsName(at) && outline.Name(at) == name && outline.Is(at + 1, "as")
                && outline.Kind(at + 2) == SqlTokenKind.OpenParenthesis)
            {
                return new(at + 3, outline.Partner(at + 2));
            }
        }

        return null;
    }
}
