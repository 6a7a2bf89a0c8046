using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema;

/// <summary>A schema while its file is read: what has been said so far, and where names without a schema go.</summary>
internal sealed class SchemaDraft
{
    public Dictionary<QualifiedName, TableBuilder> Tables { get; } = [];

    /// <summary>The tables and views whose columns come from a query, in the order of the file.</summary>
    public List<TableBuilder> Queries { get; } = [];

    public Dictionary<QualifiedName, List<string>> Enums { get; } = [];

    public Dictionary<QualifiedName, DomainType> Domains { get; } = [];

    public Dictionary<QualifiedName, Function> Functions { get; } = [];

    /// <summary>The search path of the current statement.</summary>
    public List<string> CurrentPath { get; set; } = ["public"];

    /// <summary>The first search path that the file sets for itself.</summary>
    public List<string>? FilePath { get; set; }

    /// <summary>The search path that the file sets for a database or a role.</summary>
    public List<string>? DatabasePath { get; set; }

    /// <summary>Takes the name of something that is being created.</summary>
    public QualifiedName? TakeNewName(SqlCursor cursor) => TakeName(cursor) is var (schema, name)
        ? new QualifiedName(schema ?? (CurrentPath.Count > 0 ? CurrentPath[0] : "public"), name)
        : null;

    /// <summary>Takes the name of a table that exists, along the search path.</summary>
    public QualifiedName? TakeTableName(SqlCursor cursor)
    {
        if (TakeName(cursor) is not var (schema, name))
        {
            return null;
        }

        foreach (string candidate in schema is null ? CurrentPath : [schema])
        {
            if (Tables.ContainsKey(new(candidate, name)))
            {
                return new(candidate, name);
            }
        }

        return new(schema ?? (CurrentPath.Count > 0 ? CurrentPath[0] : "public"), name);
    }

    /// <summary>Takes the name of a table that exists, and gives the table; null where the file has none of that name.</summary>
    public TableBuilder? TakeTable(SqlCursor cursor) =>
        TakeTableName(cursor) is { } name && Tables.TryGetValue(name, out TableBuilder? table) ? table : null;

    private static (string? Schema, string Name)? TakeName(SqlCursor cursor)
    {
        string? schema = null;
        if (cursor.TakeName() is not { } name)
        {
            return null;
        }

        while (cursor.Kind == SqlTokenKind.Dot && cursor.Peek(1).Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName)
        {
            cursor.Take();
            schema = name;
            name = cursor.TakeName()!;
        }

        return (schema, name);
    }
}
