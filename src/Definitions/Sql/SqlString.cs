namespace ServicePing.Definitions.Sql;

/// <summary>String constants of SQL.</summary>
internal static class SqlString
{
    /// <summary>What a <see cref="SqlTokenKind.Text"/> stands for; escapes of <c>E'…'</c> stay as they are.</summary>
    public static string Of(string text, SqlToken token)
    {
        (int start, int end) = Inside(text, token);
        string inside = text.Substring(start, end - start);
        return text[token.Start] == '$' ? inside : inside.Replace("''", "'");
    }

    /// <summary>Where the content of a constant begins, if its offsets are those of the text; null where quotes are doubled.</summary>
    public static int? StartOf(string text, SqlToken token)
    {
        (int start, int end) = Inside(text, token);
        return text[token.Start] == '$' || text.IndexOf("''", start, end - start, StringComparison.Ordinal) < 0 ? start : null;
    }

    private static (int Start, int End) Inside(string text, SqlToken token)
    {
        int width = text[token.Start] == '$' ? text.IndexOf('$', token.Start + 1) - token.Start + 1 : 1;
        int start = text[token.Start] == '$' ? token.Start + width : text.IndexOf('\'', token.Start) + 1;
        return (start, Math.Max(start, token.End - width));
    }
}
