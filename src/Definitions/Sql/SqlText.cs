using System.Text;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Sql;

/// <summary>Fills in parameters and joins conditions.</summary>
internal static class SqlText
{
    /// <summary>The one clock that SQL may look at, and the first parameter of every statement.</summary>
    public const string RecordedAt = "recorded_at";

    /// <summary>Replaces each <c>:name</c> outside strings.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="literal">What takes the place of a parameter; null leaves the text as it is.</param>
    public static string Bind(string sql, Func<string, string?> literal)
    {
        if (sql.IndexOf(':') < 0)
        {
            return sql;
        }

        StringBuilder bound = new(sql.Length);
        int copied = 0;
        SqlTokenizer tokens = new(sql);
        for (SqlToken token = tokens.Next(); token.Kind != SqlTokenKind.End; token = tokens.Next())
        {
            if (token.Kind == SqlTokenKind.Parameter)
            {
                string name = sql.Substring(token.Start + 1, token.Length - 1);
                bound.Append(sql, copied, token.Start - copied)
                    .Append(literal(name) ?? token.In(sql));
                copied = token.End;
            }
        }

        return bound.Append(sql, copied, sql.Length - copied).ToString();
    }

    /// <summary>The names of the parameters of a text, without <c>:recorded_at</c>.</summary>
    public static IEnumerable<string> Parameters(string sql)
    {
        SqlTokenizer tokens = new(sql);
        for (SqlToken token = tokens.Next(); token.Kind != SqlTokenKind.End; token = tokens.Next())
        {
            if (token.Kind == SqlTokenKind.Parameter
                && sql.Substring(token.Start + 1, token.Length - 1) is var name && name != RecordedAt)
            {
                yield return name;
            }
        }
    }

    /// <summary>A value as an SQL literal; null for a list or map, which have none.</summary>
    public static string? Literal(OptionValue value) => value.Kind switch
    {
        OptionKind.Null => "NULL",
        OptionKind.Boolean => value.Text.ToLowerInvariant(),

        // A minus behind a minus would begin a comment.
        OptionKind.Number => value.Text[0] is '-' or '+' ? $"({value.Text})" : value.Text,
        OptionKind.String => $"'{value.Text.Replace("'", "''")}'",
        _ => null,
    };

    /// <summary>One condition that holds where all hold, safe to be joined by AND to others; null without any.</summary>
    public static string? All(IReadOnlyList<string> conditions)
    {
        StringBuilder all = new();
        foreach (string condition in conditions)
        {
            string trimmed = condition.Trim();
            all.Append(all.Length == 0 ? "" : " AND ").Append(HasOuterOr(trimmed) ? $"({trimmed})" : trimmed);
        }

        return all.Length == 0 ? null : all.ToString();
    }

    /// <summary>Whether an OR stands outside all parentheses: AND would tear it apart.</summary>
    private static bool HasOuterOr(string sql)
    {
        int depth = 0;
        SqlTokenizer tokens = new(sql);
        for (SqlToken token = tokens.Next(); token.Kind != SqlTokenKind.End; token = tokens.Next())
        {
            depth += token.Kind == SqlTokenKind.OpenParenthesis ? 1 : token.Kind == SqlTokenKind.CloseParenthesis ? -1 : 0;
            if (depth == 0 && token.Is(sql, "or"))
            {
                return true;
            }
        }

        return false;
    }
}
