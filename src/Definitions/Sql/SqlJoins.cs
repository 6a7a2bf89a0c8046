namespace ServicePing.Definitions.Sql;

/// <summary>Finds joins among tokens.</summary>
internal static class SqlJoins
{
    /// <summary>The join whose words begin at a place; null where none does.</summary>
    public static (SqlJoin Join, bool IsNatural, int Behind)? At(SqlOutline outline, int at)
    {
        bool isNatural = outline.Is(at, "natural");
        at += isNatural ? 1 : 0;
        SqlJoin join = outline.Is(at, "left") ? SqlJoin.Left
            : outline.Is(at, "right") ? SqlJoin.Right
            : outline.Is(at, "full") ? SqlJoin.Full
            : outline.Is(at, "cross") ? SqlJoin.Cross
            : SqlJoin.Inner;
        at += join != SqlJoin.Inner || outline.Is(at, "inner") ? 1 : 0;
        at += join is SqlJoin.Left or SqlJoin.Right or SqlJoin.Full && outline.Is(at, "outer") ? 1 : 0;
        return outline.Is(at, "join") ? (join, isNatural, at + 1) : null;
    }
}

/// <summary>How an entry of FROM is joined to what stands in front of it.</summary>
internal enum SqlJoin
{
    /// <summary>It is the first, or stands behind a comma.</summary>
    None,

    /// <summary>Rows with a partner on both sides.</summary>
    Inner,

    /// <summary>Every row with every other.</summary>
    Cross,

    /// <summary>Also the rows in front without a partner.</summary>
    Left,

    /// <summary>Also the rows behind without a partner.</summary>
    Right,

    /// <summary>Both.</summary>
    Full,
}
