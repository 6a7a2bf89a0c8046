using System.Text;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>One of the conditions that AND joins.</summary>
internal sealed class Condition
{
    private Condition(string normalised) => Normalised = normalised;

    /// <summary>
    /// The condition in one spelling: names folded and without their tables, no casts and no parentheses, IN as = ANY. PostgreSQL
    /// rewrites the predicates of indexes and checks, so that texts can only be compared in this form.
    /// </summary>
    public string Normalised { get; }

    /// <summary>The names that stand left of <c>=</c>, IN or = ANY, from the alias to the column; empty otherwise.</summary>
    public IReadOnlyList<string> Left { get; private set; } = [];

    /// <summary>The names that stand right of <c>=</c>; empty for a constant or anything else.</summary>
    public IReadOnlyList<string> Right { get; private set; } = [];

    /// <summary>Whether <see cref="Left"/> has one value: a column's or a constant.</summary>
    public bool IsEquality { get; private set; }

    /// <summary>Whether <see cref="Left"/> has one of a few constants.</summary>
    public bool IsBounded { get; private set; }

    /// <summary>The conditions that a text joins by AND; the whole text where it has an OR outside of parentheses.</summary>
    public static List<Condition> Of(string text) => SqlConjunction.Split(text).ConvertAll(tokens => Leaf(text, tokens));

    private static Condition Leaf(string text, List<SqlToken> tokens)
    {
        string normalised = Normalise(text, tokens);
        var condition = new Condition(normalised);
        var cursor = new SqlCursor(text, [.. tokens, new SqlToken(SqlTokenKind.End, text.Length, 0)]);
        bool isNegated = cursor.Take("not");
        List<string> left = TakeNames(cursor);
        if (left.Count == 0)
        {
            condition.ReadReversed(cursor);
        }
        else if (cursor.IsAtEnd)
        {
            condition.Set(left, [], isEquality: true);
        }
        else if (!isNegated && cursor.IsOperator("="))
        {
            cursor.Take();
            condition.ReadRight(cursor, left);
        }
        else if (!isNegated && cursor.Take("in") && !cursor.Is("select", 1))
        {
            condition.Set(left, [], isEquality: false);
        }

        return condition;
    }

    private void ReadRight(SqlCursor cursor, List<string> left)
    {
        if (cursor.Is("any") || cursor.Is("some"))
        {
            if (!cursor.Is("select", 2))
            {
                Set(left, [], isEquality: false);
            }

            return;
        }

        bool isConstant = TakeConstant(cursor);
        List<string> right = isConstant ? [] : TakeNames(cursor);
        if (cursor.IsAtEnd && (isConstant || right.Count > 0))
        {
            Set(left, right, isEquality: true);
        }
    }

    private void ReadReversed(SqlCursor cursor)
    {
        if (TakeConstant(cursor) && cursor.IsOperator("="))
        {
            cursor.Take();
            List<string> names = TakeNames(cursor);
            if (names.Count > 0 && cursor.IsAtEnd)
            {
                Set(names, [], isEquality: true);
            }
        }
    }

    private void Set(List<string> left, List<string> right, bool isEquality)
    {
        Left = left;
        Right = right;
        IsEquality = isEquality;
        IsBounded = right.Count == 0;
    }

    private static bool TakeConstant(SqlCursor cursor)
    {
        if (cursor.IsOperator("-") && cursor.Peek(1).Kind == SqlTokenKind.Number)
        {
            cursor.Take();
        }

        bool isConstant = cursor.Take(SqlTokenKind.Text) || cursor.Take(SqlTokenKind.Number) || cursor.Take(SqlTokenKind.Parameter)
            || cursor.Take("true") || cursor.Take("false");
        if (isConstant && cursor.Take(SqlTokenKind.Cast))
        {
            SqlType.Take(cursor);
        }

        return isConstant;
    }

    // alias.column, perhaps in parentheses and with a cast, as PostgreSQL writes it.
    private static List<string> TakeNames(SqlCursor cursor)
    {
        var names = new List<string>();
        int start = cursor.Position;
        bool isWrapped = cursor.Take(SqlTokenKind.OpenParenthesis);
        if (cursor.Kind == SqlTokenKind.Word && SqlKeywords.IsReserved(cursor.Name()))
        {
            cursor.Position = start;
            return names;
        }

        while (cursor.TakeName() is { } name)
        {
            names.Add(name);
            if (!cursor.Take(SqlTokenKind.Dot))
            {
                break;
            }
        }

        bool isClosed = !isWrapped || cursor.Take(SqlTokenKind.CloseParenthesis);
        if (cursor.Take(SqlTokenKind.Cast))
        {
            SqlType.Take(cursor);
        }

        if (names.Count == 0 || !isClosed || cursor.Kind is SqlTokenKind.OpenParenthesis or SqlTokenKind.Text)
        {
            cursor.Position = start;
            names.Clear();
        }

        return names;
    }

    private static string Normalise(string text, List<SqlToken> tokens)
    {
        var normalised = new StringBuilder();
        var cursor = new SqlCursor(text, [.. tokens, new SqlToken(SqlTokenKind.End, text.Length, 0)]);
        while (!cursor.IsAtEnd)
        {
            SqlToken token = cursor.Token;
            bool isTable = cursor.IsName && cursor.Peek(1).Kind == SqlTokenKind.Dot;
            if (token.Kind == SqlTokenKind.Cast)
            {
                cursor.Take();
                SqlType.Take(cursor);
                continue;
            }

            cursor.Take();
            string word = token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName ? SqlName.Of(text, token)
                : text.Substring(token.Start, token.Length);
            word = token.Kind switch
            {
                _ when isTable => "",
                SqlTokenKind.Dot => "",
                SqlTokenKind.Word when word == "in" => "= any",
                SqlTokenKind.Word when word == "array" => "",
                SqlTokenKind.Operator when word == "!=" => "<>",
                _ => SqlConjunction.Nesting(token) == 0 ? word : "",
            };
            normalised.Append(word).Append(word.Length > 0 ? " " : "");
        }

        return normalised.ToString().TrimEnd();
    }
}
