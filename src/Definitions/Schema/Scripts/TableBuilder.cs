using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>A table while the statements about it are read.</summary>
internal sealed class TableBuilder(QualifiedName name, TableKind kind)
{
    public QualifiedName Name { get; set; } = name;

    public TableKind Kind { get; } = kind;

    public List<Column> Columns { get; } = [];

    public List<string> PrimaryKey { get; set; } = [];

    /// <summary>The name of the primary key; null where the file leaves it to the database.</summary>
    public string? PrimaryKeyName { get; set; }

    public List<UniqueKey> UniqueKeys { get; } = [];

    public List<TableIndex> Indexes { get; } = [];

    public List<ForeignKey> ForeignKeys { get; } = [];

    public List<TableCheck> Checks { get; } = [];

    /// <summary>The type whose columns the table has.</summary>
    public QualifiedName? RowType { get; set; }

    /// <summary>Whether there may be other columns than those that were read.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>The first column without a type.</summary>
    public SqlToken? Untyped { get; set; }

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
            UniqueKeys[i] = UniqueKeys[i] with
            {
                Columns = UniqueKeys[i].Columns.Select(key => key == column ? name : key).ToEquatableArray(),
            };
        }

        for (int i = 0; i < Checks.Count; i++)
        {
            Checks[i] = Checks[i] with
            {
                Values = Checks[i].Values.ConvertAll(values => values.Column == column ? values with { Column = name } : values),
            };
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
        UniqueKeys.RemoveAll(key => key.Columns.Contains(column));
        Indexes.RemoveAll(index => index.Keys.Any(key => key.Column == column));
        Checks.RemoveAll(check => check.Values.Exists(values => values.Column == column));
    }

    /// <summary>Drops a constraint; of those without a name in the file, any that PostgreSQL may have named so.</summary>
    public void DropConstraint(string name)
    {
        bool isPrimary = PrimaryKey.Count > 0 && (PrimaryKeyName ?? $"{Name.Name}_pkey") == name;
        PrimaryKey = isPrimary ? [] : PrimaryKey;
        if (isPrimary || Checks.RemoveAll(check => check.Name == name) > 0 || UniqueKeys.RemoveAll(key => key.Name == name) > 0)
        {
            return;
        }

        string kind = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        if (kind.EndsWith("_check", StringComparison.Ordinal))
        {
            Checks.RemoveAll(check => check.Name is null);
        }
        else if (kind.EndsWith("_key", StringComparison.Ordinal))
        {
            UniqueKeys.RemoveAll(key => key.Name is null && name.Contains(string.Join("_", key.Columns)));
        }
    }

    /// <summary>Says that old rows keep to a constraint as well.</summary>
    public void Validate(string name)
    {
        for (int i = 0; i < Checks.Count; i++)
        {
            Checks[i] = Checks[i].Name == name ? Checks[i] with { IsSure = true } : Checks[i];
        }
    }

    /// <summary>Takes over columns, and what else was asked for.</summary>
    public void Copy(TableBuilder other, bool hasIndexes, bool hasChecks)
    {
        Columns.AddRange(other.Columns);
        if (hasIndexes)
        {
            PrimaryKey = other.PrimaryKey.Count > 0 ? [.. other.PrimaryKey] : PrimaryKey;
            UniqueKeys.AddRange(other.UniqueKeys.Select(static key => key with { Name = null }));
            Indexes.AddRange(other.Indexes.Select(static index => index with { Name = "" }));
        }

        if (hasChecks)
        {
            Checks.AddRange(other.Checks);
        }
    }

    /// <summary>Takes over the columns, and from a partitioned parent also the keys and indexes.</summary>
    public void Inherit(TableBuilder parent)
    {
        IsIncomplete |= parent.IsIncomplete || parent.Query is not null;
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
            UniqueKeys.AddRange(parent.UniqueKeys.Where(key => !UniqueKeys.Exists(own => own.Columns == key.Columns)).ToList());
            Indexes.AddRange(parent.Indexes);
        }
    }

    /// <param name="isLoose">Whether texts may be equal that are written otherwise, so that no list of values says all.</param>
    public Table Build(bool isLoose) => new()
    {
        Name = Name,
        Kind = Kind,
        Columns = (isLoose ? Columns : Columns.Select(WithValues)).ToEquatableArray(),
        HasKnownColumns = Query is null && !IsIncomplete,
        Query = Kind == TableKind.View ? Query : null,
        PrimaryKey = PrimaryKey.ToEquatableArray(),
        UniqueKeys = UniqueKeys.Select(static key => key.Columns).ToEquatableArray(),
        Indexes = Indexes.ToEquatableArray(),
        ForeignKeys = ForeignKeys.ToEquatableArray(),
        Checks = Checks.Select(static check => check.Text).ToEquatableArray(),
        PartitionedBy = PartitionedBy,
        PartitionOf = PartitionOf,
        Parents = Parents.ToEquatableArray(),
    };

    // A foreign table only promises what the other server has.
    private Column WithValues(Column column)
    {
        EquatableArray<string> values = column.Values;
        foreach (CheckedValues found in Checks.Where(check => check.IsSure && Kind == TableKind.Table).SelectMany(static check => check.Values))
        {
            if (found.Column == column.Name)
            {
                values = values.IsEmpty ? found.Values : values.Where(found.Values.Contains).ToEquatableArray();
            }
        }

        return values.IsEmpty ? column : column with { Values = values };
    }
}

/// <summary>A UNIQUE constraint.</summary>
/// <param name="Name">Its name; null where the file leaves it to the database.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record UniqueKey(string? Name, EquatableArray<string> Columns);
