using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Schema;

/// <summary>A table while the statements about it are read.</summary>
internal sealed class TableBuilder(QualifiedName name, TableKind kind)
{
    public QualifiedName Name { get; set; } = name;

    public TableKind Kind { get; } = kind;

    public List<Column> Columns { get; } = [];

    public List<string> PrimaryKey { get; set; } = [];

    public List<EquatableArray<string>> UniqueKeys { get; } = [];

    public List<TableIndex> Indexes { get; } = [];

    public List<ForeignKey> ForeignKeys { get; } = [];

    public List<string> Checks { get; } = [];

    public string? PartitionedBy { get; set; }

    public QualifiedName? PartitionOf { get; set; }

    public List<QualifiedName> Parents { get; } = [];

    /// <summary>The query of a view, or of CREATE TABLE … AS; its select list names the columns.</summary>
    public string? Query { get; set; }

    /// <summary>The names that a view gives its columns, from the first.</summary>
    public List<string> ColumnAliases { get; } = [];

    public void SetNullable(string column, bool isNullable) => Change(column, found => found with { IsNullable = isNullable });

    public void Change(string column, Func<Column, Column> change)
    {
        int index = Columns.FindIndex(candidate => candidate.Name == column);
        if (index >= 0)
        {
            Columns[index] = change(Columns[index]);
        }
    }

    /// <summary>Renames a column, in keys and indexes as well.</summary>
    public void Rename(string column, string name)
    {
        Change(column, found => found with { Name = name });
        PrimaryKey = PrimaryKey.ConvertAll(key => key == column ? name : key);
        for (int i = 0; i < UniqueKeys.Count; i++)
        {
            UniqueKeys[i] = UniqueKeys[i].Select(key => key == column ? name : key).ToEquatableArray();
        }

        for (int i = 0; i < Indexes.Count; i++)
        {
            Indexes[i] = Indexes[i] with
            {
                Keys = Indexes[i].Keys.Select(key => key.Column == column ? key with { Column = name } : key).ToEquatableArray(),
            };
        }
    }

    /// <summary>Drops a column, and the keys and indexes that have it.</summary>
    public void Drop(string column)
    {
        Columns.RemoveAll(found => found.Name == column);
        PrimaryKey = PrimaryKey.Contains(column) ? [] : PrimaryKey;
        UniqueKeys.RemoveAll(key => key.Contains(column));
        Indexes.RemoveAll(index => index.Keys.Any(key => key.Column == column));
    }

    /// <summary>Takes over the columns, and from a partitioned parent also the keys and indexes.</summary>
    public void Inherit(TableBuilder parent)
    {
        int place = 0;
        foreach (Column column in parent.Columns)
        {
            if (!Columns.Exists(own => own.Name == column.Name))
            {
                Columns.Insert(place++, column);
            }
        }

        if (PartitionOf is not null)
        {
            PrimaryKey = PrimaryKey.Count > 0 ? PrimaryKey : [.. parent.PrimaryKey];
            UniqueKeys.AddRange(parent.UniqueKeys.Where(key => !UniqueKeys.Contains(key)).ToList());
            Indexes.AddRange(parent.Indexes);
        }
    }

    public Table Build() => new()
    {
        Name = Name,
        Kind = Kind,
        Columns = Columns.ToEquatableArray(),
        HasKnownColumns = Query is null,
        Query = Kind == TableKind.View ? Query : null,
        PrimaryKey = PrimaryKey.ToEquatableArray(),
        UniqueKeys = UniqueKeys.ToEquatableArray(),
        Indexes = Indexes.ToEquatableArray(),
        ForeignKeys = ForeignKeys.ToEquatableArray(),
        Checks = Checks.ToEquatableArray(),
        PartitionedBy = PartitionedBy,
        PartitionOf = PartitionOf,
        Parents = Parents.ToEquatableArray(),
    };
}
