namespace ServicePing.Definitions.Sql;

/// <summary>A word or mark of an SQL text. White space is none; comments are only where asked for.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">The offset of its first UTF-16 unit.</param>
/// <param name="Length">The number of units; 0 only for <see cref="SqlTokenKind.End"/>.</param>
public readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length)
{
    /// <summary>The offset behind the last unit.</summary>
    public int End => Start + Length;

    /// <summary>The token's own text.</summary>
    public string In(string sql) => sql.Substring(Start, Length);

    /// <summary>Whether the token is an unquoted word, in any case.</summary>
    public bool Is(string sql, string word) => Kind == SqlTokenKind.Word && Length == word.Length
        && string.Compare(sql, Start, word, 0, Length, StringComparison.OrdinalIgnoreCase) == 0;
}

/// <summary>What an <see cref="SqlToken"/> is.</summary>
public enum SqlTokenKind
{
    /// <summary>The text is over.</summary>
    End,

    /// <summary>A keyword or an unquoted name.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    QuotedName,

    /// <summary>A string constant in any notation: <c>'…'</c>, <c>E'…'</c>, <c>B'…'</c>, <c>$tag$…$tag$</c>.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>:name</c>.</summary>
    Parameter,

    /// <summary><c>$1</c>.</summary>
    Ordinal,

    /// <summary><c>::</c>.</summary>
    Cast,

    /// <summary>An operator, <c>*</c> included.</summary>
    Operator,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary><c>.</c></summary>
    Dot,

    /// <summary><c>:</c> alone, as in array slices.</summary>
    Colon,

    /// <summary><c>;</c></summary>
    Semicolon,

    /// <summary><c>(</c></summary>
    OpenParenthesis,

    /// <summary><c>)</c></summary>
    CloseParenthesis,

    /// <summary><c>[</c></summary>
    OpenBracket,

    /// <summary><c>]</c></summary>
    CloseBracket,

    /// <summary>A comment, <c>--</c> to the end of the line or <c>/* */</c>; only where the tokenizer keeps comments.</summary>
    Comment,

    /// <summary>A string, quoted name or comment without an end, or a character that SQL does not have.</summary>
    Broken,
}
