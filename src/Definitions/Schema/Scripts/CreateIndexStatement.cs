using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>Reads what follows CREATE INDEX.</summary>
internal static class CreateIndexStatement
{
    public static void Read(SqlCursor cursor, SchemaDraft draft, bool isUnique)
    {
        cursor.Take("concurrently");
        CreateStatement.TakeIfNotExists(cursor);
        string name = cursor.Is("on") ? "" : cursor.TakeName() ?? "";
        if (!cursor.Take("on"))
        {
            return;
        }

        cursor.Take("only");
        if (draft.TakeTable(cursor) is not { } table)
        {
            return;
        }

        string method = cursor.Take("using") ? cursor.TakeName() ?? "" : "btree";
        if (cursor.Kind != SqlTokenKind.OpenParenthesis)
        {
            return;
        }

        var keys = new List<IndexKey>();
        do
        {
            cursor.Take();
            keys.Add(TakeKey(cursor));
        }
        while (cursor.Kind == SqlTokenKind.Comma);

        while (!cursor.IsAtEnd && !cursor.Take("where"))
        {
            cursor.Take();
        }

        string predicate = CreateStatement.Rest(cursor);
        table.Indexes.Add(new(name, method, isUnique, keys.ToEquatableArray(), predicate.Length > 0 ? predicate : null));
    }

    // A key, behind which come the operator class and the order, which nobody asks for.
    private static IndexKey TakeKey(SqlCursor cursor)
    {
        int start = cursor.Position;
        IndexKey key;
        if (cursor.IsName && cursor.Peek(1).Kind is not (SqlTokenKind.OpenParenthesis or SqlTokenKind.Dot))
        {
            key = new IndexKey(cursor.TakeName(), null);
        }
        else
        {
            while (cursor.IsName || cursor.Kind == SqlTokenKind.Dot)
            {
                cursor.Take();
            }

            cursor.SkipNested();
            key = new IndexKey(null, cursor.Slice(start, cursor.Position));
        }

        CreateStatement.SkipToEndOfItem(cursor);
        return key;
    }
}
