using System.Text;

namespace ServicePing.Definitions.Sql;

/// <summary>Names as PostgreSQL sees them: unquoted ones in lower case, quoted ones as written.</summary>
public static class SqlName
{
    /// <summary>The name that a <see cref="SqlTokenKind.Word"/> or <see cref="SqlTokenKind.QuotedName"/> stands for.</summary>
    public static string Of(string text, SqlToken token) => token.Kind == SqlTokenKind.QuotedName
        ? text.Substring(token.Start + 1, token.Length - 2).Replace("\"\"", "\"")
        : Fold(text, token);

    /// <summary>The name as SQL: quoted where it would not be read back as it is.</summary>
    public static string Quote(string name)
    {
        bool isPlain = name.Length > 0 && name[0] is (>= 'a' and <= 'z') or '_' && !SqlKeywords.IsReserved(name);
        foreach (char character in name)
        {
            isPlain &= character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '$';
        }

        return isPlain ? name : $"\"{name.Replace("\"", "\"\"")}\"";
    }

    /// <summary>
    /// The tokens of a dotted name such as <c>schema.table</c>; null where the text is an expression, or has space within the name.
    /// </summary>
    public static List<SqlToken>? PartTokens(string text)
    {
        List<SqlToken> tokens = SqlTokenizer.ReadAll(text);
        var parts = new List<SqlToken>();
        for (int i = 0; i < tokens.Count - 1; i++)
        {
            bool isName = tokens[i].Kind == SqlTokenKind.Word || (tokens[i].Kind == SqlTokenKind.QuotedName && tokens[i].Length > 2);
            if ((i > 0 && tokens[i].Start != tokens[i - 1].End) || (i % 2 == 0 ? !isName : tokens[i].Kind != SqlTokenKind.Dot))
            {
                return null;
            }

            if (isName)
            {
                parts.Add(tokens[i]);
            }
        }

        return tokens.Count % 2 == 0 ? parts : null;
    }

    /// <summary>
    /// The parts of a dotted name, each as it is called in the database, without quotes; null where the text is no such name
    /// but an expression.
    /// </summary>
    public static string[]? Parts(string text) => PartTokens(text)?.ConvertAll(part => Exactly(text, part)).ToArray();

    /// <summary>A column: a name is quoted, and qualified by its table; an expression stays as it is.</summary>
    public static string Column(string text, string table)
    {
        if (Parts(text) is not { } parts)
        {
            return text.Trim();
        }

        string name = string.Join(".", parts.Select(Quote));
        return parts.Length == 1 ? $"{table}.{name}" : name;
    }

    /// <summary>The name that a token stands for where names are given and not SQL: without quotes, and else as written.</summary>
    public static string Exactly(string text, SqlToken token) =>
        token.Kind == SqlTokenKind.QuotedName ? Of(text, token) : text.Substring(token.Start, token.Length);

    // PostgreSQL folds ASCII letters only where the encoding has more than one byte a character.
    private static string Fold(string text, SqlToken token)
    {
        for (int i = token.Start; i < token.End; i++)
        {
            if (text[i] is >= 'A' and <= 'Z')
            {
                var folded = new StringBuilder(text, token.Start, token.Length, token.Length);
                for (int j = 0; j < folded.Length; j++)
                {
                    folded[j] = folded[j] is >= 'A' and <= 'Z' ? (char)(folded[j] | 0x20) : folded[j];
                }

                return folded.ToString();
            }
        }

        return text.Substring(token.Start, token.Length);
    }
}
