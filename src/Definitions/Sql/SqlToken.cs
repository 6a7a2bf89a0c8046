namespace ServicePing.Definitions.Sql;

/// <summary>A token of a piece of SQL.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;

    public string In(string sql) => sql.Substring(Start, Length);

    /// <summary>Whether the token is this word, in any case.</summary>
    public bool Is(string sql, string word) =>
        Kind == SqlTokenKind.Word && Length == word.Length
        && string.Compare(sql, Start, word, 0, Length, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Whether the token is this punctuation mark.</summary>
    public bool Is(string sql, char symbol) => Kind == SqlTokenKind.Symbol && sql[Start] == symbol;
}

/// <summary>What an <see cref="SqlToken"/> is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    QuotedName,

    /// <summary>A string in single quotes or dollar quotes.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>:name</c>.</summary>
    Parameter,

    /// <summary><c>$1</c>.</summary>
    Positional,

    /// <summary><c>::</c>.</summary>
    Cast,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A single punctuation mark.</summary>
    Symbol,

    /// <summary>A string, name or comment that is never closed.</summary>
    Unclosed,
}
