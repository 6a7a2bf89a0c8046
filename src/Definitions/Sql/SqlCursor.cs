namespace ServicePing.Definitions.Sql;

/// <summary>Walks over the tokens of a text. Behind the last token there is <see cref="SqlTokenKind.End"/> for ever.</summary>
/// <param name="text">The SQL.</param>
/// <param name="tokens">Its tokens, of which the last is <see cref="SqlTokenKind.End"/>.</param>
internal sealed class SqlCursor(string text, List<SqlToken> tokens)
{
    public SqlCursor(string text)
        : this(text, SqlTokenizer.ReadAll(text))
    {
    }

    public string Text => text;

    public int Position { get; set; }

    public SqlToken Token => Peek(0);

    public SqlTokenKind Kind => Token.Kind;

    public bool IsAtEnd => Kind == SqlTokenKind.End;

    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    public SqlToken Peek(int ahead) => tokens[Math.Min(Position + ahead, tokens.Count - 1)];

    public SqlToken Take()
    {
        SqlToken token = Token;
        Position++;
        return token;
    }

    public bool Take(SqlTokenKind kind)
    {
        bool isThere = Kind == kind;
        Position += isThere ? 1 : 0;
        return isThere;
    }

    public bool Take(string word)
    {
        bool isThere = Is(word);
        Position += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>Takes two words that stand together, or nothing.</summary>
    public bool Take(string word, string next)
    {
        bool isThere = Is(word) && Is(next, 1);
        Position += isThere ? 2 : 0;
        return isThere;
    }

    /// <summary>Whether a token is an unquoted word, given in lower case.</summary>
    public bool Is(string word, int ahead = 0)
    {
        SqlToken token = Peek(ahead);
        return token.Kind == SqlTokenKind.Word && token.Length == word.Length
            && string.Compare(text, token.Start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;
    }

    public bool IsOperator(string sign, int ahead = 0)
    {
        SqlToken token = Peek(ahead);
        return token.Kind == SqlTokenKind.Operator && token.Length == sign.Length
            && string.CompareOrdinal(text, token.Start, sign, 0, sign.Length) == 0;
    }

    /// <summary>The name of the current token, which is a word or a quoted name.</summary>
    public string Name(int ahead = 0) => SqlName.Of(text, Peek(ahead));

    /// <summary>Takes a name, or null where there is none.</summary>
    public string? TakeName()
    {
        if (!IsName)
        {
            return null;
        }

        string name = Name();
        Position++;
        return name;
    }

    /// <summary>The text from a token to another one, that one not included, without the space around it.</summary>
    public string Slice(int from, int to) => to <= from
        ? ""
        : text.Substring(tokens[from].Start, tokens[Math.Min(to, tokens.Count) - 1].End - tokens[from].Start);

    /// <summary>From an opening parenthesis or bracket to the token behind the closing one, or to the end.</summary>
    public void SkipNested()
    {
        int depth = 0;
        do
        {
            depth += Kind switch
            {
                SqlTokenKind.OpenParenthesis or SqlTokenKind.OpenBracket => 1,
                SqlTokenKind.CloseParenthesis or SqlTokenKind.CloseBracket => -1,
                _ => 0,
            };
            Position++;
        }
        while (depth > 0 && !IsAtEnd);
    }
}
