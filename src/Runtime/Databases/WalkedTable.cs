using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>The table of a relation, as the database knows it.</summary>
/// <param name="Name">The name, by which fragments call it.</param>
/// <param name="PrimaryKey">The column of the primary key, quoted where needed; null where it has none or several.</param>
/// <param name="Leaves">What is walked: the table itself, or its partitions and children.</param>
internal sealed record WalkedTable(string Name, string? PrimaryKey, IReadOnlyList<WalkedLeaf> Leaves)
{
    /// <summary>All columns of the primary key, quoted where needed; none where there is no such key.</summary>
    internal IReadOnlyList<string> KeyColumns { get; init; } = [];

    /// <summary>Whether it can be walked by its key rather than its pages.</summary>
    internal bool HasKey => KeyColumns.Count > 0 && Leaves.All(leaf => leaf.HasPages);

    internal long Pages => Leaves.Sum(leaf => leaf.Pages);

    internal string PrimaryKeyColumn() => PrimaryKey is null
        ? throw new InvalidOperationException($"\"{Name}\" has no primary key of one column: the definition must name one.")
        : $"{Name}.{PrimaryKey}";
}

/// <summary>A part of a table that is walked by itself.</summary>
/// <param name="From">The part as it stands after FROM; called by the table's name.</param>
/// <param name="Pages">Its size.</param>
/// <param name="HasPages">Whether it can be read by ranges of pages; a view or a foreign table cannot.</param>
/// <param name="RowsPerPage">How many rows a page holds, as far as the database knows.</param>
internal sealed record WalkedLeaf(string From, long Pages, bool HasPages, double? RowsPerPage)
{
    /// <summary>The files of the database that hold it, by the identifiers of their tables.</summary>
    internal IReadOnlyList<uint> Oids { get; init; } = [];

    /// <summary>The columns, quoted where needed, by which an index of all rows is ordered.</summary>
    internal IReadOnlyList<string> IndexedColumns { get; init; } = [];

    /// <summary>Whether an expression is such a column.</summary>
    internal bool IsIndexed(string expression, RelationPlan relation) => IndexedColumns.Any(column =>
        expression == column
        || expression == $"{relation.Table}.{column}"
        || expression == $"{relation.Schema}.{relation.Table}.{column}");
}
