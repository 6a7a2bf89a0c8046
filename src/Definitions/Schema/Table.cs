using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Schema;

/// <summary>A table or view.</summary>
public sealed record Table
{
    /// <summary>Its name.</summary>
    public required QualifiedName Name { get; init; }

    /// <summary>What it is.</summary>
    public TableKind Kind { get; init; }

    /// <summary>Its columns, inherited ones first.</summary>
    public EquatableArray<Column> Columns { get; init; }

    /// <summary>Whether <see cref="Columns"/> is complete; false for views whose columns could not be followed.</summary>
    public bool HasKnownColumns { get; init; } = true;

    /// <summary>The query of a view, which is run anew by each statement; null for what is stored.</summary>
    public string? Query { get; init; }

    /// <summary>The columns of the primary key; empty where there is none.</summary>
    public EquatableArray<string> PrimaryKey { get; init; }

    /// <summary>The columns of each UNIQUE constraint.</summary>
    public EquatableArray<EquatableArray<string>> UniqueKeys { get; init; }

    /// <summary>The indexes that are no constraint's, in the order of the file; a partition has those of its parent as well.</summary>
    public EquatableArray<TableIndex> Indexes { get; init; }

    /// <summary>The foreign keys.</summary>
    public EquatableArray<ForeignKey> ForeignKeys { get; init; }

    /// <summary>The CHECK constraints, each without the word and the outer parentheses.</summary>
    public EquatableArray<string> Checks { get; init; }

    /// <summary>What follows PARTITION BY, such as <c>RANGE (created_at)</c>; null where the table is not partitioned.</summary>
    public string? PartitionedBy { get; init; }

    /// <summary>The table that this one is a partition of.</summary>
    public QualifiedName? PartitionOf { get; init; }

    /// <summary>The tables that this one inherits from, as a partition does not.</summary>
    public EquatableArray<QualifiedName> Parents { get; init; }

    /// <summary>The column of a name, or null.</summary>
    public Column? FindColumn(string name)
    {
        foreach (Column column in Columns)
        {
            if (column.Name == name)
            {
                return column;
            }
        }

        return null;
    }
}

/// <summary>What a <see cref="Table"/> is.</summary>
public enum TableKind
{
    /// <summary>A table of this database, partitioned or not.</summary>
    Table,

    /// <summary>A foreign table.</summary>
    ForeignTable,

    /// <summary>A view.</summary>
    View,

    /// <summary>A materialized view.</summary>
    MaterializedView,
}

/// <summary>A column.</summary>
/// <param name="Name">Its name, without quotes.</param>
/// <param name="Type">Its type; null where a view's expression does not tell.</param>
/// <param name="IsNullable">Whether it may be NULL, as far as is known.</param>
public sealed record Column(string Name, SqlType? Type, bool IsNullable)
{
    /// <summary>The only values that a CHECK constraint lets it have, NULL aside; empty where it may have any.</summary>
    public EquatableArray<string> Values { get; init; }
}

/// <summary>An index that is no constraint's.</summary>
/// <param name="Name">Its name; empty where the file leaves it to the database.</param>
/// <param name="Method">Its method in lower case, such as <c>btree</c>.</param>
/// <param name="IsUnique">Whether it forbids duplicates.</param>
/// <param name="Keys">What it orders by.</param>
/// <param name="Predicate">The condition of a partial index, without WHERE; null for all rows.</param>
public sealed record TableIndex(string Name, string Method, bool IsUnique, EquatableArray<IndexKey> Keys, string? Predicate);

/// <summary>A key of an index.</summary>
/// <param name="Column">The column; null for an expression.</param>
/// <param name="Expression">The expression; null for a column.</param>
public sealed record IndexKey(string? Column, string? Expression);

/// <summary>A foreign key.</summary>
/// <param name="Columns">The columns that refer.</param>
/// <param name="Table">The table that they refer to.</param>
/// <param name="ForeignColumns">The columns that they refer to; empty for the primary key.</param>
public sealed record ForeignKey(EquatableArray<string> Columns, QualifiedName Table, EquatableArray<string> ForeignColumns)
{
    /// <summary>What is done when a row that is referred to goes or changes, and when it is looked at: <c>on delete cascade</c>, <c>no action</c>.</summary>
    public string Actions { get; init; } = "no action";
}
