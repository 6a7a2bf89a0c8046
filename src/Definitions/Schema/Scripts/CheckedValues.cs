using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>The only values that a CHECK constraint lets a column have, NULL aside.</summary>
/// <param name="Column">The column; <c>value</c> in a domain.</param>
/// <param name="Values">The values, as texts.</param>
internal sealed record CheckedValues(string Column, EquatableArray<string> Values)
{
    private const int DeepestNesting = 50;

    /// <summary>What a condition says about columns, as far as each is compared with constants alone.</summary>
    public static List<CheckedValues> Of(string condition)
    {
        var all = new List<CheckedValues>();
        foreach (List<SqlToken> tokens in SqlConjunction.Split(condition))
        {
            string? column = null;
            var values = new List<string>();
            if (Collect(condition, tokens, ref column, values, 0) && column is not null && values.Count > 0)
            {
                all.Add(new CheckedValues(column, values.ToEquatableArray()));
            }
        }

        return all;
    }

    // Alternatives name values of one column only where all of them do.
    private static bool Collect(string text, List<SqlToken> tokens, ref string? column, List<string> values, int depth)
    {
        if (depth > DeepestNesting || tokens.Count == 0)
        {
            return false;
        }

        int start = 0;
        int nesting = 0;
        bool isWrapped = tokens[0].Kind == SqlTokenKind.OpenParenthesis;
        for (int i = 0; i < tokens.Count; i++)
        {
            nesting += SqlConjunction.Nesting(tokens[i]);
            isWrapped &= nesting > 0 || i == tokens.Count - 1;
            if (nesting == 0 && tokens[i].Is(text, "or"))
            {
                if (!Collect(text, tokens.GetRange(start, i - start), ref column, values, depth + 1))
                {
                    return false;
                }

                start = i + 1;
            }
        }

        return start > 0 ? Collect(text, tokens.GetRange(start, tokens.Count - start), ref column, values, depth + 1)
            : isWrapped && tokens.Count > 2 && nesting == 0 ? Collect(text, tokens.GetRange(1, tokens.Count - 2), ref column, values, depth + 1)
            : Compare(new SqlCursor(text, [.. tokens, new SqlToken(SqlTokenKind.End, text.Length, 0)]), ref column, values);
    }

    private static bool Compare(SqlCursor cursor, ref string? column, List<string> values)
    {
        int start = cursor.Position;
        string? name = TakeColumn(cursor);
        bool isReversed = name is null;
        if (isReversed)
        {
            cursor.Position = start;
            if (!TakeValue(cursor, values) || !cursor.IsOperator("="))
            {
                return false;
            }

            cursor.Take();
            name = TakeColumn(cursor);
        }

        if (name is null || (column is not null && column != name))
        {
            return false;
        }

        column = name;
        if (isReversed)
        {
            return cursor.IsAtEnd;
        }

        if (cursor.Take("is", "null"))
        {
            return cursor.IsAtEnd;
        }

        bool isList = cursor.Take("in");
        if (!isList && !cursor.IsOperator("="))
        {
            return false;
        }

        cursor.Position += isList ? 0 : 1;
        bool isArray = cursor.Take("any") || cursor.Take("some");
        return (isList || isArray ? TakeValues(cursor, isArray, values) : TakeValue(cursor, values)) && cursor.IsAtEnd;
    }

    // A name in any parentheses and casts: ((state)::text).
    private static string? TakeColumn(SqlCursor cursor)
    {
        int open = 0;
        for (; cursor.Take(SqlTokenKind.OpenParenthesis); open++)
        {
        }

        bool isName = cursor.Kind == SqlTokenKind.QuotedName
            || (cursor.Kind == SqlTokenKind.Word && !SqlKeywords.IsReserved(cursor.Name()));
        if (!isName || cursor.Peek(1).Kind is SqlTokenKind.OpenParenthesis or SqlTokenKind.Dot or SqlTokenKind.Text)
        {
            return null;
        }

        string? name = cursor.TakeName();
        while ((open > 0 && cursor.Kind == SqlTokenKind.CloseParenthesis) || cursor.Kind == SqlTokenKind.Cast)
        {
            if (cursor.Take().Kind == SqlTokenKind.Cast)
            {
                SqlType.Take(cursor);
            }
            else
            {
                open--;
            }
        }

        return open == 0 ? name : null;
    }

    // (…), or ANY (ARRAY[…]), with casts of the values and of the array.
    private static bool TakeValues(SqlCursor cursor, bool isArray, List<string> values)
    {
        bool hasArray = false;
        while (!cursor.IsAtEnd)
        {
            if (cursor.Take(SqlTokenKind.Cast))
            {
                SqlType.Take(cursor);
            }
            else if (cursor.Take("array"))
            {
                hasArray = true;
            }
            else if (cursor.Kind is SqlTokenKind.Comma || SqlConjunction.Nesting(cursor.Token) != 0)
            {
                cursor.Take();
            }
            else if (!TakeValue(cursor, values))
            {
                return false;
            }
        }

        return hasArray == isArray;
    }

    private static bool TakeValue(SqlCursor cursor, List<string> values)
    {
        int open = 0;
        for (; cursor.Take(SqlTokenKind.OpenParenthesis); open++)
        {
        }

        string sign = cursor.IsOperator("-") ? "-" : "";
        cursor.Position += sign.Length;
        SqlToken token = cursor.Token;
        if (!cursor.Take(SqlTokenKind.Number) && (sign.Length > 0 || !cursor.Take(SqlTokenKind.Text)))
        {
            return false;
        }

        string value = token.Kind == SqlTokenKind.Text ? SqlString.Of(cursor.Text, token) : sign + token.In(cursor.Text);
        if (cursor.Text[token.Start] is 'e' or 'E' or 'b' or 'B' or 'x' or 'X' or 'u' or 'U' || cursor.Kind == SqlTokenKind.Text)
        {
            return false;
        }

        while ((open > 0 && cursor.Kind == SqlTokenKind.CloseParenthesis) || cursor.Kind == SqlTokenKind.Cast)
        {
            if (cursor.Take().Kind == SqlTokenKind.Cast)
            {
                SqlType.Take(cursor);
            }
            else
            {
                open--;
            }
        }

        values.Add(value);
        return open == 0;
    }
}

/// <summary>A CHECK constraint while the statements about its table are read.</summary>
/// <param name="Name">Its name; null where the file leaves it to the database.</param>
/// <param name="Text">The condition.</param>
/// <param name="IsSure">Whether every row keeps to it: it is enforced, for children as well, and old rows were looked at.</param>
/// <param name="Values">What it says about values.</param>
internal sealed record TableCheck(string? Name, string Text, bool IsSure, List<CheckedValues> Values);
