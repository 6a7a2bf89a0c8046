using System.Text;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Locking;

/// <summary>SQL in one spelling, so that texts that only look different are equal: space, comments, the case of words.</summary>
/// <remarks>Lockfiles hold hashes of what this gives: it never changes for a text that it knows already.</remarks>
internal static class CanonicalSql
{
    /// <summary>The tokens of an expression or clause, a space between two.</summary>
    public static string Of(string sql)
    {
        List<SqlToken> tokens = SqlTokenizer.ReadAll(sql);
        tokens.RemoveAt(tokens.Count - 1);
        return Of(sql, tokens);
    }

    /// <summary>The conditions that must all hold, each once and in ordinal order.</summary>
    public static IEnumerable<string> Conditions(IEnumerable<string> texts)
    {
        SortedSet<string> conditions = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            conditions.UnionWith(SqlConjunction.Split(text).Select(tokens => Of(text, tokens)));
        }

        return conditions;
    }

    /// <summary>A table as the database calls it.</summary>
    public static string Table(string text) =>
        SqlName.Parts(text) is { } parts ? string.Join(".", parts.Select(SqlName.Quote)) : Of(text);

    private static string Of(string sql, List<SqlToken> tokens)
    {
        StringBuilder canonical = new(sql.Length);
        foreach (SqlToken token in tokens)
        {
            canonical.Append(canonical.Length > 0 ? " " : "").Append(token.Kind switch
            {
                SqlTokenKind.Word => SqlName.Of(sql, token),
                SqlTokenKind.QuotedName => SqlName.Quote(SqlName.Of(sql, token)),
                SqlTokenKind.Operator when token.In(sql) == "!=" => "<>",
                _ => token.In(sql),
            });
        }

        return canonical.ToString();
    }
}
