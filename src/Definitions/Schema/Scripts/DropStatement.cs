using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>Reads what follows DROP.</summary>
internal static class DropStatement
{
    public static void Read(SqlCursor cursor, SchemaDraft draft)
    {
        _ = cursor.Take("materialized") || cursor.Take("foreign");
        string kind = cursor.TakeName() ?? "";
        cursor.Take("concurrently");
        cursor.Take("if", "exists");
        do
        {
            switch (kind)
            {
                case "table" or "view":
                    if (draft.TakeTableName(cursor) is { } table)
                    {
                        draft.Tables.Remove(table);
                    }

                    break;
                case "index":
                    DropIndex(cursor, draft);
                    break;
                case "type" or "domain":
                    if (draft.TakeTypeName(cursor) is { } type)
                    {
                        draft.Enums.Remove(type);
                        draft.Domains.Remove(type);
                        draft.Composites.Remove(type);
                    }

                    break;
                case "schema":
                    string schema = cursor.TakeName() ?? "";
                    draft.Tables.Keys.Where(name => name.Schema == schema).ToList().ForEach(name => draft.Tables.Remove(name));
                    break;
                default:
                    return;
            }
        }
        while (cursor.Take(SqlTokenKind.Comma));
    }

    // An index lies in the schema of its table.
    private static void DropIndex(SqlCursor cursor, SchemaDraft draft)
    {
        if (SchemaDraft.TakeName(cursor) is not var (schema, name))
        {
            return;
        }

        foreach (TableBuilder table in draft.Tables.Values)
        {
            if (schema is null ? draft.CurrentPath.Contains(table.Name.Schema) : table.Name.Schema == schema)
            {
                table.Indexes.RemoveAll(index => index.Name == name);
            }
        }
    }
}
