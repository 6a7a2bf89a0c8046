using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Sql;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Looks for what may not stand in a definition's SQL.</summary>
internal static class SqlCheck
{
    /// <summary>Words that end an expression when they stand outside parentheses: more than an expression was written.</summary>
    private static readonly HashSet<string> ClauseWords = new(
        [
            "select", "where", "having", "group", "order", "limit", "offset", "fetch", "union", "intersect", "except", "into",
            "returning", "window",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with an expression, or with a join clause.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="allows">Whether a parameter of that name may stand in the text, beside <c>recorded_at</c>.</param>
    public static IEnumerable<SqlFlaw> Flaws(string sql, Func<string, bool> allows)
    {
        Stack<Bracket> brackets = new();
        SqlTokenizer tokens = new(sql) { KeepsComments = true };
        SqlToken previous = default;
        bool isEmpty = true;
        for (SqlToken token = tokens.Next(); token.Kind != SqlTokenKind.End; token = tokens.Next())
        {
            if (Flaw(sql, token, previous, brackets, allows) is { } flaw)
            {
                yield return flaw;
            }

            previous = token;
            isEmpty = false;
        }

        if (isEmpty)
        {
            yield return new SqlFlaw(NotPlainSql, default, "The SQL is empty: write an expression, or leave the key out.");
        }

        foreach (Bracket open in brackets)
        {
            yield return new SqlFlaw(NotPlainSql, open.Token, $"'{open.Token.In(sql)}' is never closed: close it.");
        }
    }

    private static SqlFlaw? Flaw(
        string sql, SqlToken token, SqlToken previous, Stack<Bracket> brackets, Func<string, bool> allows)
    {
        switch (token.Kind)
        {
            case SqlTokenKind.Broken when token.Length == 1 && sql[token.Start] is not ('\'' or '"'):
                return new SqlFlaw(NotPlainSql, token, $"'{token.In(sql)}' is no SQL: leave it out.");
            case SqlTokenKind.Broken:
                return new SqlFlaw(NotPlainSql, token with { Length = 1 },
                    $"{sql[token.Start]} opens something that is never closed: close it.");
            case SqlTokenKind.Comment:
                return new SqlFlaw(NotPlainSql, token, "A comment stands in the SQL: put it behind a # of the YAML.");
            case SqlTokenKind.Ordinal:
                return new SqlFlaw(
                    NotPlainSql, token, $"The parameter {token.In(sql)} has no name: ':recorded_at' is the moment of the ping.");
            case SqlTokenKind.Parameter:
                string name = sql.Substring(token.Start + 1, token.Length - 1);
                return name == SqlText.RecordedAt || allows(name) || IsSlice(previous, brackets)
                    ? null
                    : new SqlFlaw(
                        CalculationOptions, token,
                        $"There is no parameter '{name}': "
                        + "use ':recorded_at', or declare it in 'parameters' of a shared calculation.");
            case SqlTokenKind.Semicolon or SqlTokenKind.OpenParenthesis or SqlTokenKind.CloseParenthesis
                or SqlTokenKind.OpenBracket or SqlTokenKind.CloseBracket:
                return Symbol(sql, token, previous, brackets);
            case SqlTokenKind.Word:
                return Word(sql, token, previous, brackets.Count);
            default:
                return null;
        }
    }

    // a[:n], where nobody has declared n, ends at the column n.
    private static bool IsSlice(SqlToken previous, Stack<Bracket> brackets) =>
        previous.Kind == SqlTokenKind.OpenBracket && brackets.Count > 0 && brackets.Peek().IsSubscript;

    private static SqlFlaw? Symbol(string sql, SqlToken token, SqlToken previous, Stack<Bracket> brackets)
    {
        switch (sql[token.Start])
        {
            case ';':
                return new SqlFlaw(
                    NotPlainSql, token, "';' ends a statement, and here stands a single expression or clause: leave it out.");
            case '(' or '[':
                bool isSubscript = previous.Kind is SqlTokenKind.QuotedName or SqlTokenKind.CloseParenthesis or SqlTokenKind.CloseBracket
                    || (previous.Kind == SqlTokenKind.Word && !previous.Is(sql, "array"));
                brackets.Push(new Bracket(token, isSubscript));
                return null;
            case ')' or ']':
                char opening = sql[token.Start] == ')' ? '(' : '[';
                if (brackets.Count > 0 && sql[brackets.Peek().Token.Start] == opening)
                {
                    brackets.Pop();
                    return null;
                }

                return new SqlFlaw(NotPlainSql, token, $"'{sql[token.Start]}' closes nothing: leave it out, or open it before.");
            default:
                return null;
        }
    }

    private static SqlFlaw? Word(string sql, SqlToken token, SqlToken previous, int depth)
    {
        string word = token.In(sql);
        bool isMember = previous.Kind == SqlTokenKind.Dot;
        return depth == 0 && !isMember && ClauseWords.Contains(word)
            ? new SqlFlaw(
                NotPlainSql, token,
                $"'{word}' begins another clause, and here stands a single expression: "
                + "write it under its own key, or in parentheses.")
            : null;
    }

    /// <summary>An open bracket, and whether it holds the index of what stands in front of it.</summary>
    private readonly record struct Bracket(SqlToken Token, bool IsSubscript);
}

/// <summary>Something that may not stand in SQL, and where in the text.</summary>
internal sealed record SqlFlaw(Rule Rule, SqlToken Token, string Message);
