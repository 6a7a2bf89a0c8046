using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Tables;

/// <summary>The table of a relation, as the database knows it.</summary>
/// <param name="Name">The name, by which fragments call it.</param>
/// <param name="PrimaryKey">The column of the primary key, quoted where needed; null where it has none or several.</param>
/// <param name="Leaves">What is walked: the table itself, or its partitions and children.</param>
internal sealed record WalkedTable(string Name, string? PrimaryKey, IReadOnlyList<WalkedLeaf> Leaves)
{
    private readonly Lazy<HashSet<string>> _names = new();

    /// <summary>What a table is taken for before a database is looked at: pages, and the key <c>id</c>.</summary>
    internal static WalkedTable Unseen(RelationPlan relation) => relation.Rows is not null ? Derived(relation) : new(
        relation.Name,
        "id",
        [new WalkedLeaf(relation.From, 1, true, null) { Name = relation.Source }]);

    /// <summary>The rows of a subquery or a function, of which no catalogue knows anything.</summary>
    internal static WalkedTable Derived(RelationPlan relation) =>
        new(relation.Name, null, [new WalkedLeaf(relation.From, 0, false, null) { Name = relation.Name, WhyNoPages = "is a subquery or a function" }]);

    /// <summary>All columns of the primary key, quoted where needed; none where there is no such key.</summary>
    internal IReadOnlyList<string> KeyColumns { get; init; } = [];

    /// <summary>The table itself and, below it, its partitions or children; nothing where the database has none of that name.</summary>
    internal IReadOnlyList<WalkedPart> Parts
    {
        get;
        init
        {
            field = value;
            _names = new(() => [.. value.Select(part => part.PlainName)]);
        }
    } = [];

    /// <summary>Whether a database has been looked at, and has it.</summary>
    internal bool IsSeen => Parts.Count > 0;

    /// <summary>Whether a name, without schema and quotes, is that of one of its parts.</summary>
    internal bool Has(string? plainName) => plainName is not null && _names.Value.Contains(plainName);

    /// <summary>Whether partitions or children are read through the table alone, and not by name.</summary>
    internal bool IsWhole => Leaves is [{ IsWhole: true }];

    /// <summary>How many different values the database believes columns to have, quoted where needed.</summary>
    internal IReadOnlyDictionary<string, double> DifferentValues { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// Whether it can be walked by its key rather than its pages. A child inherits columns and no index: without the key of its parent, all of
    /// its rows would be sorted at each step.
    /// </summary>
    internal bool HasKey => KeyColumns.Count > 0
        && Leaves.All(leaf => leaf.HasPages)
        && Parts.All(part => part.IsPartitioned || part.KeyColumns.SequenceEqual(KeyColumns));

    internal long Pages => Leaves.Sum(leaf => leaf.Pages);

    /// <summary>How many different values an expression has, NULL included; null where that is not known.</summary>
    internal double? DifferentValuesOf(string expression, RelationPlan relation) =>
        ColumnOf(expression, relation, DifferentValues.Keys) is { } column ? DifferentValues[column] + 1 : null;

    /// <summary>The one of some columns that an expression is; null where it is none of them.</summary>
    internal static string? ColumnOf(string expression, RelationPlan relation, IEnumerable<string> columns) =>
        columns.FirstOrDefault(column =>
            expression == column
            || expression == $"{relation.Name}.{column}"
            || (relation.Alias is null && expression == $"{relation.Schema}.{relation.Table}.{column}"));

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
    /// <summary>Its own name, quoted where needed, as people know it.</summary>
    internal string Name { get; init; } = From;

    /// <summary>The parts that it stands for, which are read together; none where it is one part.</summary>
    internal IReadOnlyList<WalkedLeaf> Together { get; init; } = [];

    /// <summary>Whether it is the table with all its partitions or children, rather than one of them.</summary>
    internal bool IsWhole { get; init; }

    /// <summary>The files of the database that hold it, by the identifiers of their tables.</summary>
    internal IReadOnlyList<uint> Oids { get; init; } = [];

    /// <summary>What keeps it from being read by ranges of pages; null where nothing does, or there is nothing to read.</summary>
    internal string? WhyNoPages { get; init; }

    /// <summary>The columns, quoted where needed, by which an index of all rows is ordered.</summary>
    internal IReadOnlyList<string> IndexedColumns { get; init; } = [];

    /// <summary>The columns, quoted where needed, that an index knows the range of in each group of pages.</summary>
    internal IReadOnlyList<string> SummarisedColumns { get; init; } = [];

    /// <summary>The share of pages, from 0 to 1, all rows of which are visible to everybody: an index alone answers for these.</summary>
    internal double VisibleShare { get; init; }

    /// <summary>Whether the database's statistics are of about the size that it has now.</summary>
    internal bool IsAnalysed { get; init; }

    /// <summary>How many pages it has that the database's statistics do not know.</summary>
    internal long UnknownPages { get; init; }

    /// <summary>Between which moments columns of it are, as the bounds of partitions tell.</summary>
    internal IReadOnlyList<TimeBounds> Bounds { get; init; } = [];

    /// <summary>How many rows it has, as far as the database knows.</summary>
    internal double Rows => Pages * RowsPerPage ?? 0;

    /// <summary>Several parts that are read together.</summary>
    internal static WalkedLeaf Of(IReadOnlyList<WalkedLeaf> parts)
    {
        long pages = parts.Sum(part => part.Pages);
        return new(parts[0].From, pages, true, pages > 0 ? parts.Sum(part => part.Rows) / pages : null) { Name = parts[0].Name, Together = parts };
    }

    /// <summary>Its rows, or some of them, as a relation has them; what is selected from them is still open.</summary>
    internal SelectStatement RowsOf(RelationPlan relation, string? condition = null) => new()
    {
        Items = [],
        From = From,
        Joins = relation.Joins,
        Where = condition is null ? [] : [condition],
    };
}
