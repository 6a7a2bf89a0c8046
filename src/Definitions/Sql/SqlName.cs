using System.Text;

namespace ServicePing.Definitions.Sql;

/// <summary>Names of tables and columns, quoted where PostgreSQL would read them otherwise.</summary>
internal static class SqlName
{
    /// <summary>The key words of PostgreSQL 18 that are reserved, also those that may name a type or function.</summary>
    private static readonly HashSet<string> Reserved = new(
        """
        all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
        concurrently constraint create cross current_catalog current_date current_role current_schema current_time
        current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
        full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
        localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
        returning right select session_user similar some symmetric system_user table tablesample then to trailing true union
        unique user using variadic verbose when where window with
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    /// <summary>The name as it is, or in double quotes where it has upper case or odd characters or is reserved.</summary>
    public static string Quote(string name)
    {
        bool plain = name.Length > 0 && (name[0] == '_' || name[0] is >= 'a' and <= 'z');
        foreach (char character in name)
        {
            plain &= character is '_' or '$' or (>= 'a' and <= 'z') or (>= '0' and <= '9');
        }

        return plain && !Reserved.Contains(name) ? name : $"\"{name.Replace("\"", "\"\"")}\"";
    }

    /// <summary>
    /// The parts of a dotted name, each as it is called in the database, without quotes; null where the text is no such name
    /// but an expression.
    /// </summary>
    public static string[]? Parts(string text)
    {
        List<string> parts = [];
        SqlTokenizer tokens = new(text);
        bool wantsName = true;
        int end = 0;
        while (tokens.Next(out SqlToken token))
        {
            if (token.Start != end && end > 0)
            {
                return null;
            }

            end = token.End;
            switch (token.Kind)
            {
                case SqlTokenKind.Word when wantsName:
                    parts.Add(token.In(text));
                    break;
                case SqlTokenKind.QuotedName when wantsName && token.Length > 2:
                    parts.Add(text.Substring(token.Start + 1, token.Length - 2).Replace("\"\"", "\""));
                    break;
                case SqlTokenKind.Symbol when !wantsName && text[token.Start] == '.':
                    break;
                default:
                    return null;
            }

            wantsName = !wantsName;
        }

        return wantsName ? null : [.. parts];
    }

    /// <summary>A column: a name is quoted, and qualified by its table; an expression stays as it is.</summary>
    public static string Column(string text, string table)
    {
        if (Parts(text) is not { } parts)
        {
            return text.Trim();
        }

        StringBuilder column = new();
        if (parts.Length == 1)
        {
            column.Append(table).Append('.');
        }

        for (int i = 0; i < parts.Length; i++)
        {
            column.Append(i == 0 ? "" : ".").Append(Quote(parts[i]));
        }

        return column.ToString();
    }
}
