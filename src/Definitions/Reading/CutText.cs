using ServicePing.Definitions.Sql;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Reading;

/// <summary>What YAML takes for a comment behind a value without quotes.</summary>
/// <param name="Start">The offset of its <c>#</c>.</param>
/// <param name="End">The offset of the line's end.</param>
internal readonly record struct CutText(int Start, int End)
{
    private static readonly string[] s_operators = ["#>>", "#>", "#-", "#="];

    /// <summary>What is cut off a value; null for values in quotes, blocks, and where no comment follows.</summary>
    public static CutText? Behind(YamlScalar scalar, string file)
    {
        if (scalar.End <= scalar.Start || scalar.End >= file.Length || file[scalar.Start] is '\'' or '"' or '|' or '>' or '*')
        {
            return null;
        }

        int at = scalar.End;
        while (at < file.Length && file[at] is ' ' or '\t')
        {
            at++;
        }

        if (at == file.Length || file[at] != '#' || file[at - 1] is not (' ' or '\t'))
        {
            return null;
        }

        int end = file.IndexOfAny(['\r', '\n'], at);
        end = end < 0 ? file.Length : end;
        while (file[end - 1] is ' ' or '\t')
        {
            end--;
        }

        return new CutText(at, end);
    }

    /// <summary>Whether SQL goes on there: an operator, an operand, and no prose.</summary>
    public bool IsSql(string file)
    {
        string text = file.Substring(Start, End - Start);
        string sign = Array.Find(s_operators, one => text.StartsWith(one, StringComparison.Ordinal)) ?? "#";
        List<SqlToken> tokens = SqlTokenizer.ReadAll(text.Substring(sign.Length));
        if (tokens.Count == 1 || tokens.Exists(static token => token.Kind == SqlTokenKind.Broken))
        {
            return false;
        }

        // '#' alone is the operator of bits, and words behind it are more often a remark than a column.
        SqlTokenKind first = tokens[0].Kind;
        bool isOperand = first is SqlTokenKind.Text or SqlTokenKind.Number or SqlTokenKind.Parameter or SqlTokenKind.OpenParenthesis
            || (first == SqlTokenKind.Word && (sign.Length > 1 || IsCompared(tokens)));
        return isOperand && !HasProse(text.Substring(sign.Length), tokens);
    }

    private static bool IsCompared(List<SqlToken> tokens) =>
        tokens[1].Kind is SqlTokenKind.Operator or SqlTokenKind.Cast or SqlTokenKind.CloseParenthesis;

    // Two words side by side, neither of which is SQL's, stand in sentences.
    private static bool HasProse(string text, List<SqlToken> tokens)
    {
        for (int i = 1; i < tokens.Count; i++)
        {
            bool wasOperand = tokens[i - 1].Kind is SqlTokenKind.Word or SqlTokenKind.Number or SqlTokenKind.Text;
            if (wasOperand && tokens[i].Kind == SqlTokenKind.Word && !IsOfSql(text, tokens[i]) && !IsOfSql(text, tokens[i - 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfSql(string text, SqlToken token) => token.Kind == SqlTokenKind.Word
        && SqlName.Of(text, token) is var word && (SqlKeywords.IsReserved(word) || word is "between" or "exists" or "escape");
}
