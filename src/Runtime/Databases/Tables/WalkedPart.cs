namespace ServicePing.Runtime.Databases.Tables;

/// <summary>A table that a definition names, or a partition or child of it at any depth, as the catalogue has it.</summary>
/// <param name="Name">Schema and name, quoted where needed.</param>
/// <param name="PlainName">The name alone, without quotes.</param>
/// <param name="IsRoot">Whether it is the table that a definition names.</param>
/// <param name="Kind">What it is, as <c>relkind</c> has it.</param>
/// <param name="Pages">Its size.</param>
/// <param name="RowsPerPage">How many rows a page holds; null where that is not known.</param>
/// <param name="Oid">Its identifier.</param>
/// <param name="VisibleShare">The share of pages whose rows everybody sees.</param>
/// <param name="AnalysedPages">Its size when it was last analysed.</param>
/// <param name="MayBeRead">Whether the right to read all its columns is given on itself.</param>
/// <param name="HasPolicy">Whether a policy cuts its rows.</param>
/// <param name="KeyColumns">The columns of its primary key.</param>
/// <param name="IndexedColumns">The columns that an index of all rows is ordered by, as the column's type is.</param>
/// <param name="SummarisedColumns">The columns that an index has ranges of.</param>
/// <param name="OtherwiseIndexedColumns">
/// The columns that some index begins with that no window can count on: one of some rows, or one that is not finished.
/// </param>
/// <param name="DifferentValues">How many values the database believes its columns to have.</param>
internal sealed record WalkedPart(
    string Name,
    string PlainName,
    bool IsRoot,
    char Kind,
    long Pages,
    double? RowsPerPage,
    uint Oid,
    double VisibleShare,
    int AnalysedPages,
    bool MayBeRead,
    bool HasPolicy,
    IReadOnlyList<string> KeyColumns,
    IReadOnlyList<string> IndexedColumns,
    IReadOnlyList<string> SummarisedColumns,
    IReadOnlyList<string> OtherwiseIndexedColumns,
    IReadOnlyDictionary<string, double> DifferentValues)
{
    /// <summary>The partitioned table that it is a partition of; null for none.</summary>
    internal uint? Parent { get; init; }

    /// <summary>Between which moments its rows are, by its own bounds and those of what it is a part of.</summary>
    internal IReadOnlyList<TimeBounds> Bounds { get; init; } = [];

    /// <summary>Whether it may be read by itself, and no policy cuts its rows.</summary>
    internal bool IsReadable => MayBeRead && !HasPolicy;

    /// <summary>Whether it is partitioned, and has no rows of its own.</summary>
    internal bool IsPartitioned => Kind is 'p' or 'I';

    /// <summary>Whether its rows are in pages of this server.</summary>
    internal bool IsTable => Kind is 'r' or 'm';

    /// <summary>Whether the database's statistics are of about the size that it has now.</summary>
    internal bool IsAnalysed => AnalysedPages > 0 && Pages < 2L * AnalysedPages && AnalysedPages < 2 * Pages;

    /// <summary>The columns by which an index finds rows in a range of values.</summary>
    internal IEnumerable<string> RangedColumns => IndexedColumns.Concat(SummarisedColumns);
}
