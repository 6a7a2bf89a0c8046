using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Schema.Names;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema;

/// <summary>
/// Reads a schema file: what <c>pg_dump --schema-only</c> writes, or CREATE and ALTER statements written by hand. Statements that
/// it does not know are passed over, and no text makes it throw.
/// </summary>
public static class SchemaReader
{
    /// <summary>The name of the file, which lies in the definitions root.</summary>
    public const string FileName = "schema.sql";

    private const int DeepestInheritance = 100;

    /// <summary>Reads a schema file.</summary>
    /// <param name="text">The whole text of the file.</param>
    public static DatabaseSchema Read(string text)
    {
        var draft = new SchemaDraft();
        var tokenizer = new SqlTokenizer(text);
        var statement = new List<SqlToken>();
        SqlToken token;
        do
        {
            token = tokenizer.Next();
            if (token.Kind == SqlTokenKind.Broken && text[token.Start] == '\\' && statement.Count == 0)
            {
                tokenizer.Position = EndOf(text, "\n", token.Start);
            }
            else if (token.Kind is not SqlTokenKind.Semicolon and not SqlTokenKind.End)
            {
                statement.Add(token);
            }
            else if (statement.Count > 0)
            {
                statement.Add(new SqlToken(SqlTokenKind.End, token.Start, 0));
                var cursor = new SqlCursor(text, statement);
                if (cursor.Is("copy"))
                {
                    tokenizer.Position = EndOf(text, "\n\\.", token.End);
                }

                ReadStatement(cursor, draft);
                statement.Clear();
            }
        }
        while (token.Kind != SqlTokenKind.End);

        return Build(draft);
    }

    private static int EndOf(string text, string mark, int start) =>
        text.IndexOf(mark, start, StringComparison.Ordinal) is var end and >= 0 ? end + mark.Length : text.Length;

    private static void ReadStatement(SqlCursor cursor, SchemaDraft draft)
    {
        if (cursor.Take("create"))
        {
            CreateStatement.Read(cursor, draft);
        }
        else if (cursor.Take("alter"))
        {
            AlterStatement.Read(cursor, draft);
        }
        else if (cursor.Take("drop", "table") || cursor.Take("drop", "view") || cursor.Take("drop", "materialized"))
        {
            ReadDrop(cursor, draft);
        }
        else if (cursor.Take("set"))
        {
            draft.CurrentPath = TakeSearchPath(cursor) ?? draft.CurrentPath;
            draft.FilePath ??= draft.CurrentPath.Count > 0 && draft.CurrentPath[0] != "public" ? draft.CurrentPath : null;
        }
    }

    private static void ReadDrop(SqlCursor cursor, SchemaDraft draft)
    {
        cursor.Take("view");
        cursor.Take("if", "exists");
        do
        {
            if (draft.TakeTableName(cursor) is { } name)
            {
                draft.Tables.Remove(name);
            }
        }
        while (cursor.Take(SqlTokenKind.Comma));
    }

    /// <summary>Takes <c>search_path = a, b</c>, or gives null where something else is set.</summary>
    internal static List<string>? TakeSearchPath(SqlCursor cursor)
    {
        _ = cursor.Take("session") || cursor.Take("local");
        if (!cursor.Take("search_path"))
        {
            return null;
        }

        var path = new List<string>();
        for (cursor.Take(); !cursor.IsAtEnd; cursor.Take())
        {
            string name = cursor.IsName ? cursor.Name()
                : cursor.Kind == SqlTokenKind.Text ? cursor.Text.Substring(cursor.Token.Start, cursor.Token.Length).Trim('\'')
                : "";
            if (name.Length > 0 && name is not "pg_catalog" and not "$user")
            {
                path.Add(name);
            }
        }

        return path;
    }

    private static DatabaseSchema Build(SchemaDraft draft)
    {
        var finished = new HashSet<TableBuilder>();
        foreach (TableBuilder table in draft.Tables.Values)
        {
            Inherit(table, draft, finished, 0);
        }

        var schema = new DatabaseSchema
        {
            Tables = draft.Tables.Values.OrderBy(table => table.Name).Select(table => table.Build()).ToEquatableArray(),
            Enums = draft.Enums.OrderBy(pair => pair.Key)
                .Select(pair => new EnumType(pair.Key, pair.Value.ToEquatableArray())).ToEquatableArray(),
            Domains = draft.Domains.Values.OrderBy(domain => domain.Name).ToEquatableArray(),
            Functions = draft.Functions.Values.OrderBy(function => function.Name).ToEquatableArray(),
            SearchPath = (draft.DatabasePath ?? draft.FilePath ?? ["public"]).ToEquatableArray(),
        };
        return draft.Queries.Count == 0 ? schema : schema with { Tables = WithQueries(schema, draft) };
    }

    // In the order of the file, because a view may read those in front of it.
    private static EquatableArray<Table> WithQueries(DatabaseSchema schema, SchemaDraft draft)
    {
        var lookup = new SchemaLookup(schema);
        foreach (TableBuilder view in draft.Queries)
        {
            if (lookup.FindTable(view.Name.Schema, view.Name.Name) is { } table)
            {
                Rows rows = SqlWalker.Renamed(SqlWalker.Query(lookup, view.Query ?? ""), view.ColumnAliases);
                lookup.Replace(table with { Columns = rows.Columns.ToEquatableArray(), HasKnownColumns = rows.IsComplete });
            }
        }

        return schema.Tables.Select(table => lookup.FindTable(table.Name.Schema, table.Name.Name)!).ToEquatableArray();
    }

    // Parents first. A cycle, which no database has, ends at the table where it began.
    private static void Inherit(TableBuilder table, SchemaDraft draft, HashSet<TableBuilder> finished, int depth)
    {
        if (depth > DeepestInheritance || !finished.Add(table))
        {
            return;
        }

        foreach (QualifiedName name in table.PartitionOf is { } whole ? [whole, .. table.Parents] : table.Parents)
        {
            if (draft.Tables.TryGetValue(name, out TableBuilder? parent))
            {
                Inherit(parent, draft, finished, depth + 1);
                table.Inherit(parent);
            }
        }
    }
}
