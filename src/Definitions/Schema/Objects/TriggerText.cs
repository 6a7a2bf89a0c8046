using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Objects;

/// <summary>A trigger in the words in which both a file and a database are compared: <c>before insert or update of a, b for each row execute f</c>.</summary>
internal static class TriggerText
{
    /// <summary>Takes what stands before ON: when, and at which events.</summary>
    internal static string TakeEvents(SqlCursor cursor)
    {
        string moment = cursor.Take("before") ? "before" : cursor.Take("instead", "of") ? "instead of" : "after";
        cursor.Take("after");
        List<string> events = [];
        do
        {
            if (cursor.Take("update"))
            {
                events.Add(cursor.Take("of") ? $"update of {TakeColumns(cursor)}" : "update");
            }
            else if (cursor.TakeName() is { } other)
            {
                events.Add(other);
            }
        }
        while (cursor.Take("or"));
        events.Sort(StringComparer.Ordinal);
        return $"{moment} {string.Join(" or ", events)}";
    }

    /// <summary>Takes what follows the table: for what it is done, when, and which function does it.</summary>
    internal static string TakeAction(SqlCursor cursor)
    {
        bool isRow = false;
        bool hasCondition = false;
        while (!cursor.IsAtEnd && cursor.Kind != SqlTokenKind.Semicolon && !cursor.Is("execute"))
        {
            isRow |= cursor.Is("for") && (cursor.Is("row", 1) || cursor.Is("row", 2));
            hasCondition |= cursor.Is("when");
            if (cursor.Kind == SqlTokenKind.OpenParenthesis)
            {
                cursor.SkipNested();
            }
            else
            {
                cursor.Take();
            }
        }

        string? function = null;
        if (cursor.Take("execute"))
        {
            _ = cursor.Take("function") || cursor.Take("procedure");
            do
            {
                function = cursor.TakeName();
            }
            while (cursor.Take(SqlTokenKind.Dot));
        }

        return $" for each {(isRow ? "row" : "statement")}{(hasCondition ? " when condition" : "")} execute {function}";
    }

    private static string TakeColumns(SqlCursor cursor)
    {
        List<string> columns = [];
        do
        {
            if (cursor.TakeName() is { } column)
            {
                columns.Add(column);
            }
        }
        while (cursor.Take(SqlTokenKind.Comma));
        columns.Sort(StringComparer.Ordinal);
        return string.Join(", ", columns);
    }
}
