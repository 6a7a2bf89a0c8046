using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

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
                TakeLike(cursor, draft, table);
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

    // LIKE other INCLUDING … EXCLUDING …, of which the last word counts. Foreign keys are never copied.
    private static void TakeLike(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        TableBuilder? other = draft.TakeTable(cursor);
        bool hasIndexes = false;
        bool hasChecks = false;
        for (; cursor.Is("including") || cursor.Is("excluding"); cursor.Take())
        {
            bool isIncluded = cursor.Is("including");
            cursor.Take();
            hasIndexes = cursor.Is("all") || cursor.Is("indexes") ? isIncluded : hasIndexes;
            hasChecks = cursor.Is("all") || cursor.Is("constraints") ? isIncluded : hasChecks;
        }

        table.IsIncomplete |= other is null || other.IsIncomplete || other.Query is not null || other.PartitionOf is not null
            || other.Parents.Count > 0;
        if (other is not null)
        {
            table.Copy(other, hasIndexes, hasChecks);
        }
    }

    /// <summary>Takes a constraint of the table, and says whether there was one.</summary>
    public static bool TakeConstraint(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        bool hasName = cursor.Take("constraint");
        string? name = hasName ? cursor.TakeName() : null;
        if (cursor.Take("primary", "key"))
        {
            TakePrimaryKey(cursor, table);
            table.PrimaryKeyName = name;
        }
        else if (cursor.Is("unique") && IsConstraint(cursor, SqlTokenKind.OpenParenthesis, "nulls"))
        {
            while (!cursor.IsAtEnd && cursor.Kind is not (SqlTokenKind.OpenParenthesis or SqlTokenKind.Comma))
            {
                cursor.Take();
            }

            AddUnique(cursor, table, name);
        }
        else if (cursor.Take("foreign", "key"))
        {
            List<string> columns = CreateStatement.TakeNames(cursor);
            TakeReference(cursor, draft, table, columns);
        }
        else if (cursor.Is("check") && cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis)
        {
            TakeCheck(cursor, table, name);
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

    private static void AddUnique(SqlCursor cursor, TableBuilder table, string? name)
    {
        if (cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            table.UniqueKeys.Add(new UniqueKey(name, CreateStatement.TakeNames(cursor).ToEquatableArray()));
        }
    }

    private static void TakeReference(SqlCursor cursor, SchemaDraft draft, TableBuilder table, List<string> columns)
    {
        if (cursor.Take("references") && draft.TakeTableName(cursor) is { } target)
        {
            List<string> foreign = cursor.Kind == SqlTokenKind.OpenParenthesis ? CreateStatement.TakeNames(cursor) : [];
            table.ForeignKeys.Add(new(columns.ToEquatableArray(), target, foreign.ToEquatableArray()) { Actions = ReferenceActions.Take(cursor) });
        }
    }

    private static void TakeCheck(SqlCursor cursor, TableBuilder table, string? name) => table.Checks.Add(TakeCheck(cursor, name));

    /// <summary>Takes a CHECK, with what follows it and says which rows it binds.</summary>
    internal static TableCheck TakeCheck(SqlCursor cursor, string? name)
    {
        cursor.Take();
        int start = cursor.Position + 1;
        cursor.SkipNested();
        string text = cursor.Slice(start, cursor.Position - 1);
        bool isSure = !(cursor.Is("not") && (cursor.Is("valid", 1) || cursor.Is("enforced", 1))) && !cursor.Is("no");
        return new TableCheck(name, text, isSure, CheckedValues.Of(text));
    }

    /// <summary>Takes a column with its constraints, up to the comma or parenthesis behind it.</summary>
    public static void TakeColumn(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        if (cursor.TakeName() is not { } name)
        {
            return;
        }

        // A partition may repeat a column to constrain it, without its type: id WITH OPTIONS NOT NULL.
        SqlToken place = cursor.Peek(-1);
        bool isRepeated = cursor.Take("with", "options") || table.PartitionOf is not null || table.RowType is not null;
        bool isSerial = cursor.Kind == SqlTokenKind.Word && cursor.Name().EndsWith("serial", StringComparison.Ordinal);
        SqlType? type = isRepeated ? null : SqlType.Take(cursor);
        if (!isRepeated)
        {
            table.Untyped ??= type is null ? place : null;
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
        string? name = cursor.Take("constraint") ? cursor.TakeName() : null;
        if (cursor.Take("primary", "key"))
        {
            table.PrimaryKey = [column];
            table.PrimaryKeyName = name;
            table.SetNullable(column, false);
        }
        else if (cursor.Take("not", "null") || cursor.Take("as", "identity"))
        {
            table.SetNullable(column, false);
        }
        else if (cursor.Take("unique"))
        {
            table.UniqueKeys.Add(new UniqueKey(name, [column]));
        }
        else if (cursor.Is("references"))
        {
            TakeReference(cursor, draft, table, [column]);
        }
        else if (cursor.Is("check") && cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis)
        {
            TakeCheck(cursor, table, name);
        }
        else if (cursor.Kind is not (SqlTokenKind.Comma or SqlTokenKind.CloseParenthesis))
        {
            cursor.SkipNested();
        }
    }
}
