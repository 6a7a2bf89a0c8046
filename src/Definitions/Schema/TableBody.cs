using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema;

/// <summary>Reads columns and constraints, between the parentheses of CREATE TABLE and behind ADD of ALTER TABLE.</summary>
internal static class TableBody
{
    /// <summary>Reads from the opening parenthesis to the token behind the closing one.</summary>
    public static void Read(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        do
        {
            cursor.Take();
            if (cursor.Take("like"))
            {
                Copy(table, draft.TakeTable(cursor));
            }
            else if (!TakeConstraint(cursor, draft, table))
            {
                TakeColumn(cursor, draft, table);
            }

            CreateStatement.SkipToEndOfItem(cursor);
        }
        while (cursor.Kind == SqlTokenKind.Comma);

        cursor.Take(SqlTokenKind.CloseParenthesis);
    }

    private static void Copy(TableBuilder table, TableBuilder? other)
    {
        if (other is not null)
        {
            table.Columns.AddRange(other.Columns);
        }
    }

    /// <summary>Takes a constraint of the table, and says whether there was one.</summary>
    public static bool TakeConstraint(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        bool hasName = cursor.Take("constraint");
        if (hasName)
        {
            cursor.TakeName();
        }

        if (cursor.Take("primary", "key"))
        {
            TakePrimaryKey(cursor, table);
        }
        else if (cursor.Is("unique") && IsConstraint(cursor, SqlTokenKind.OpenParenthesis, "nulls"))
        {
            while (!cursor.IsAtEnd && cursor.Kind is not (SqlTokenKind.OpenParenthesis or SqlTokenKind.Comma))
            {
                cursor.Take();
            }

            AddUnique(cursor, table);
        }
        else if (cursor.Take("foreign", "key"))
        {
            List<string> columns = CreateStatement.TakeNames(cursor);
            TakeReference(cursor, draft, table, columns);
        }
        else if (cursor.Is("check") && cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis)
        {
            TakeCheck(cursor, table);
        }
        else
        {
            return hasName || (cursor.Is("exclude") && IsConstraint(cursor, SqlTokenKind.OpenParenthesis, "using"));
        }

        return true;
    }

    private static bool IsConstraint(SqlCursor cursor, SqlTokenKind next, string nextWord) =>
        cursor.Peek(1).Kind == next || cursor.Is(nextWord, 1) || cursor.Is("using", 1);

    private static void TakePrimaryKey(SqlCursor cursor, TableBuilder table)
    {
        if (cursor.Take("using", "index"))
        {
            string? name = cursor.TakeName();
            TableIndex? index = table.Indexes.Find(candidate => candidate.Name == name);
            table.PrimaryKey = index?.Keys.Select(key => key.Column ?? "").ToList() ?? table.PrimaryKey;
        }
        else if (cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            table.PrimaryKey = CreateStatement.TakeNames(cursor);
        }

        table.PrimaryKey.ForEach(column => table.SetNullable(column, false));
    }

    private static void AddUnique(SqlCursor cursor, TableBuilder table)
    {
        if (cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            table.UniqueKeys.Add(CreateStatement.TakeNames(cursor).ToEquatableArray());
        }
    }

    private static void TakeReference(SqlCursor cursor, SchemaDraft draft, TableBuilder table, List<string> columns)
    {
        if (cursor.Take("references") && draft.TakeTableName(cursor) is { } target)
        {
            List<string> foreign = cursor.Kind == SqlTokenKind.OpenParenthesis ? CreateStatement.TakeNames(cursor) : [];
            table.ForeignKeys.Add(new(columns.ToEquatableArray(), target, foreign.ToEquatableArray()));
        }
    }

    private static void TakeCheck(SqlCursor cursor, TableBuilder table)
    {
        cursor.Take();
        int start = cursor.Position + 1;
        cursor.SkipNested();
        table.Checks.Add(cursor.Slice(start, cursor.Position - 1));
    }

    /// <summary>Takes a column with its constraints, up to the comma or parenthesis behind it.</summary>
    public static void TakeColumn(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        if (cursor.TakeName() is not { } name)
        {
            return;
        }

        // A partition may repeat a column to constrain it, without its type: id WITH OPTIONS NOT NULL.
        bool isRepeated = cursor.Take("with", "options");
        bool isSerial = cursor.Kind == SqlTokenKind.Word && cursor.Name().EndsWith("serial", StringComparison.Ordinal);
        SqlType? type = isRepeated ? null : SqlType.Take(cursor);
        if (type is not null)
        {
            table.Columns.RemoveAll(column => column.Name == name);
            table.Columns.Add(new Column(name, type, !isSerial));
        }

        while (!cursor.IsAtEnd && cursor.Kind is not (SqlTokenKind.Comma or SqlTokenKind.CloseParenthesis))
        {
            TakeColumnConstraint(cursor, draft, table, name);
        }
    }

    private static void TakeColumnConstraint(SqlCursor cursor, SchemaDraft draft, TableBuilder table, string column)
    {
        if (cursor.Take("primary", "key"))
        {
            table.PrimaryKey = [column];
            table.SetNullable(column, false);
        }
        else if (cursor.Take("not", "null") || cursor.Take("as", "identity"))
        {
            table.SetNullable(column, false);
        }
        else if (cursor.Take("unique"))
        {
            table.UniqueKeys.Add([column]);
        }
        else if (cursor.Is("references"))
        {
            TakeReference(cursor, draft, table, [column]);
        }
        else if (cursor.Is("check") && cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis)
        {
            TakeCheck(cursor, table);
        }
        else
        {
            cursor.SkipNested();
        }
    }
}
