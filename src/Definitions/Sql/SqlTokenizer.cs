namespace ServicePing.Definitions.Sql;

/// <summary>Cuts PostgreSQL's SQL into tokens, in one pass and without allocating. No text makes it throw.</summary>
/// <remarks>
/// <c>:name</c> is a parameter, but for the slice <c>a[1:n]</c>, where something stands in front of the colon. In <c>a[:n]</c> only
/// whoever knows the parameters can tell. Names with Unicode escapes (<c>U&amp;"…"</c>) are <see cref="SqlTokenKind.Broken"/>,
/// because their meaning depends on the rest of the statement.
/// </remarks>
/// <param name="text">The SQL.</param>
public struct SqlTokenizer(string text)
{
    private const string OperatorCharacters = "+-*/<>=~!@#%^&|`?";

    private readonly string _text = text;
    private SqlToken _previous;

    // The open brackets, a bit each, the innermost lowest: 1 for square ones. None is nested 64 deep.
    private ulong _brackets;

    /// <summary>The offset at which the next token is looked for.</summary>
    public int Position { get; set; }

    /// <summary>Whether comments are tokens instead of being passed over.</summary>
    public bool KeepsComments { get; init; }

    /// <summary>All tokens of a text, with <see cref="SqlTokenKind.End"/> as the last.</summary>
    public static List<SqlToken> ReadAll(string text)
    {
        var tokens = new List<SqlToken>((text.Length / 4) + 1);
        var tokenizer = new SqlTokenizer(text);
        do
        {
            tokens.Add(tokenizer.Next());
        }
        while (tokens[tokens.Count - 1].Kind != SqlTokenKind.End);

        return tokens;
    }

    /// <summary>The next token; <see cref="SqlTokenKind.End"/> for ever once the text is over.</summary>
    public SqlToken Next()
    {
        SqlToken token;
        do
        {
            int start = SkipSpace();
            token = start == _text.Length ? new(SqlTokenKind.End, start, 0) : Read(start);
            Position = token.End;
        }
        while (token.Kind == SqlTokenKind.Comment && !KeepsComments);

        if (token.Kind == SqlTokenKind.Parameter && (_brackets & 1) == 1 && EndsOperand(_previous))
        {
            token = Mark(SqlTokenKind.Colon, token.Start);
            Position = token.End;
        }

        if (token.Kind != SqlTokenKind.Comment)
        {
            _brackets = token.Kind switch
            {
                SqlTokenKind.OpenBracket => (_brackets << 1) | 1,
                SqlTokenKind.OpenParenthesis => _brackets << 1,
                SqlTokenKind.CloseBracket or SqlTokenKind.CloseParenthesis => _brackets >> 1,
                _ => _brackets,
            };
            _previous = token;
        }

        return token;
    }

    private readonly SqlToken Read(int start)
    {
        char first = _text[start];
        char second = At(start + 1);
        switch (first)
        {
            case '(': return Mark(SqlTokenKind.OpenParenthesis, start);
            case ')': return Mark(SqlTokenKind.CloseParenthesis, start);
            case '[': return Mark(SqlTokenKind.OpenBracket, start);
            case ']': return Mark(SqlTokenKind.CloseBracket, start);
            case ',': return Mark(SqlTokenKind.Comma, start);
            case ';': return Mark(SqlTokenKind.Semicolon, start);
            case '.' when !IsDigit(second): return Mark(SqlTokenKind.Dot, start);
            case '-' or '/' when IsCommentStart(start): return Comment(start);
            case '\'': return Quoted(SqlTokenKind.Text, start, start, hasEscapes: false);
            case '"': return Quoted(SqlTokenKind.QuotedName, start, start, hasEscapes: false);
            case '$': return Dollar(start);
            case ':': return Colon(start);
            case 'e' or 'E' when second == '\'': return Quoted(SqlTokenKind.Text, start, start + 1, hasEscapes: true);
            case 'b' or 'B' or 'x' or 'X' or 'n' or 'N' when second == '\'':
                return Quoted(SqlTokenKind.Text, start, start + 1, hasEscapes: false);
            case 'u' or 'U' when second == '&' && At(start + 2) is '\'':
                return Quoted(SqlTokenKind.Text, start, start + 2, hasEscapes: false);
            case 'u' or 'U' when second == '&' && At(start + 2) is '"':
                return Quoted(SqlTokenKind.QuotedName, start, start + 2, hasEscapes: false) with { Kind = SqlTokenKind.Broken };
        }

        return IsDigit(first) || first == '.' ? Number(start)
            : IsNameStart(first) ? Name(SqlTokenKind.Word, start, start + 1)
            : IsOperator(first) ? Operator(start)
            : Mark(SqlTokenKind.Broken, start);
    }

    private readonly bool EndsOperand(SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Number or SqlTokenKind.Text or SqlTokenKind.QuotedName or SqlTokenKind.Parameter or SqlTokenKind.Ordinal
            or SqlTokenKind.CloseParenthesis or SqlTokenKind.CloseBracket => true,
        SqlTokenKind.Word => !SqlKeywords.IsReserved(token.In(_text).ToLowerInvariant()) || token.Is(_text, "end"),
        _ => false,
    };

    private readonly int SkipSpace()
    {
        int at = Position;
        while (at < _text.Length && (char.IsWhiteSpace(_text[at]) || _text[at] == '\uFEFF'))
        {
            at++;
        }

        return at;
    }

    private readonly SqlToken Comment(int start)
    {
        bool isLine = _text[start] == '-';
        int end = isLine ? _text.IndexOf('\n', start) : EndOfBlockComment(start);
        return end < 0
            ? new(isLine ? SqlTokenKind.Comment : SqlTokenKind.Broken, start, _text.Length - start)
            : new(SqlTokenKind.Comment, start, end - start);
    }

    // PostgreSQL's block comments nest.
    private readonly int EndOfBlockComment(int start)
    {
        int depth = 0;
        for (int at = start; at + 1 < _text.Length; at++)
        {
            if (_text[at] == '/' && _text[at + 1] == '*')
            {
                depth++;
                at++;
            }
            else if (_text[at] == '*' && _text[at + 1] == '/')
            {
                at++;
                if (--depth == 0)
                {
                    return at + 1;
                }
            }
        }

        return -1;
    }

    private readonly SqlToken Quoted(SqlTokenKind kind, int start, int quoteAt, bool hasEscapes)
    {
        char quote = _text[quoteAt];
        for (int at = quoteAt + 1; at < _text.Length; at++)
        {
            if (hasEscapes && _text[at] == '\\')
            {
                at++;
            }
            else if (_text[at] == quote)
            {
                if (At(at + 1) != quote)
                {
                    return new(kind, start, at + 1 - start);
                }

                at++;
            }
        }

        return new(SqlTokenKind.Broken, start, _text.Length - start);
    }

    private readonly SqlToken Dollar(int start)
    {
        if (IsDigit(At(start + 1)))
        {
            int end = start + 2;
            while (IsDigit(At(end)))
            {
                end++;
            }

            return new(SqlTokenKind.Ordinal, start, end - start);
        }

        int tagEnd = start + 1;
        while (IsNameStart(At(tagEnd)) || (tagEnd > start + 1 && IsDigit(At(tagEnd))))
        {
            tagEnd++;
        }

        if (At(tagEnd) != '$')
        {
            return Mark(SqlTokenKind.Broken, start);
        }

        string tag = _text.Substring(start, tagEnd + 1 - start);
        int close = _text.IndexOf(tag, tagEnd + 1, StringComparison.Ordinal);
        return close < 0
            ? new(SqlTokenKind.Broken, start, _text.Length - start)
            : new(SqlTokenKind.Text, start, close + tag.Length - start);
    }

    private readonly SqlToken Colon(int start)
    {
        char second = At(start + 1);
        return second == ':' ? new(SqlTokenKind.Cast, start, 2)
            : second == '=' ? new(SqlTokenKind.Operator, start, 2)
            : IsNameStart(second) ? Name(SqlTokenKind.Parameter, start, start + 2)
            : Mark(SqlTokenKind.Colon, start);
    }

    private readonly SqlToken Name(SqlTokenKind kind, int start, int at)
    {
        while (at < _text.Length && (IsNameStart(_text[at]) || IsDigit(_text[at]) || (_text[at] == '$' && kind == SqlTokenKind.Word)))
        {
            at++;
        }

        return new(kind, start, at - start);
    }

    // Every digit, letter and underscore behind the first digit belongs to the number: 1e5, 0x1F, 1_000.
    private readonly SqlToken Number(int start)
    {
        int at = start;
        bool hasPoint = false;
        while (at < _text.Length)
        {
            bool isExponentSign = _text[at] is '+' or '-' && at > start && _text[at - 1] is 'e' or 'E'
                && At(start + 1) is not ('x' or 'X');
            bool isPoint = _text[at] == '.' && !hasPoint && At(at + 1) != '.';
            if (!isExponentSign && !isPoint && !IsDigit(_text[at]) && !IsNameStart(_text[at]))
            {
                break;
            }

            hasPoint |= isPoint;
            at++;
        }

        return new(SqlTokenKind.Number, start, at - start);
    }

    private readonly SqlToken Operator(int start)
    {
        int end = start;
        bool mayEndInSign = false;
        while (end < _text.Length && IsOperator(_text[end]) && !IsCommentStart(end))
        {
            mayEndInSign |= "~!@#%^&|`?".IndexOf(_text[end]) >= 0;
            end++;
        }

        // As PostgreSQL does, so that a=-1 has two operators.
        while (!mayEndInSign && end > start + 1 && _text[end - 1] is '+' or '-')
        {
            end--;
        }

        return new(SqlTokenKind.Operator, start, end - start);
    }

    private readonly bool IsCommentStart(int at) => (_text[at] == '-' && At(at + 1) == '-') || (_text[at] == '/' && At(at + 1) == '*');

    private readonly char At(int at) => at < _text.Length ? _text[at] : '\0';

    private static SqlToken Mark(SqlTokenKind kind, int start) => new(kind, start, 1);

    private static bool IsDigit(char character) => character is >= '0' and <= '9';

    private static bool IsNameStart(char character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or (>= '\u0080' and not '\uFEFF');

    private static bool IsOperator(char character) => OperatorCharacters.IndexOf(character) >= 0;
}
