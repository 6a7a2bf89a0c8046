using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>Reads what follows CREATE TABLE and CREATE FOREIGN TABLE.</summary>
internal static class CreateTable
{
    public static void Read(SqlCursor cursor, SchemaDraft draft, TableKind kind)
    {
        bool mayExist = CreateStatement.TakeIfNotExists(cursor);
        SqlToken place = cursor.Token;
        if (draft.TakeNewName(cursor) is not { } name)
        {
            draft.ReportMistake(place, "Here stands no name of a table, so that this statement was not read: correct it, or leave it out.");
            return;
        }

        if (mayExist && draft.Tables.ContainsKey(name))
        {
            return;
        }

        var table = new TableBuilder(name, kind) { IsIncomplete = draft.IsBroken };
        draft.Tables[name] = table;
        bool hasColumns = true;
        if (cursor.Take("partition", "of"))
        {
            table.PartitionOf = draft.TakeTableName(cursor);
        }
        else if (cursor.Take("of"))
        {
            TakeRowType(cursor, draft, table);
        }
        else
        {
            hasColumns = cursor.Kind == SqlTokenKind.OpenParenthesis;
        }

        if (cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            TableBody.Read(cursor, draft, table);
        }

        for (; !cursor.IsAtEnd; cursor.Take())
        {
            if (cursor.Take("inherits") && cursor.Kind == SqlTokenKind.OpenParenthesis)
            {
                ReadParents(cursor, draft, table);
            }
            else if (cursor.Take("partition", "by"))
            {
                int start = cursor.Position;
                cursor.Take();
                cursor.SkipNested();
                table.PartitionedBy = cursor.Slice(start, cursor.Position);
                cursor.Position--;
            }
            else if (cursor.Take("as"))
            {
                hasColumns = true;
                table.IsIncomplete |= cursor.Is("execute");
                table.Query = CreateStatement.Rest(cursor);
                table.ColumnAliases.AddRange(table.Columns.Select(column => column.Name));
                table.Columns.Clear();
                draft.Queries.Add(table);
                break;
            }
        }

        SqlToken? untyped = table.Query is null ? table.Untyped : null;
        if (!hasColumns || untyped is not null)
        {
            draft.ReportMistake(
                untyped ?? place,
                untyped is { } column
                    ? $"The column '{column.In(cursor.Text)}' has no type: write it behind the name."
                    : $"The table '{name.Name}' has no columns: write them in parentheses behind the name.");
            table.IsIncomplete = true;
        }
    }

    private static void TakeRowType(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        table.RowType = draft.TakeTypeName(cursor);
        if (table.RowType is { } name && draft.Composites.TryGetValue(name, out TableBuilder? type))
        {
            table.Columns.AddRange(type.Columns);
            table.IsIncomplete |= type.IsIncomplete;
        }
        else
        {
            table.IsIncomplete = true;
        }
    }

    private static void ReadParents(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        do
        {
            cursor.Take();
            if (draft.TakeTableName(cursor) is { } parent)
            {
                table.Parents.Add(parent);
            }
        }
        while (cursor.Kind == SqlTokenKind.Comma);
    }
}
