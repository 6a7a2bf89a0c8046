namespace ServicePing.Definitions.Sql;

/// <summary>Cuts PostgreSQL text into tokens, so that nothing inside a string is mistaken for SQL.</summary>
internal struct SqlTokenizer(string sql)
{
    private int _at = 0;

    /// <summary>The next token; false at the end.</summary>
    public bool Next(out SqlToken token)
    {
        while (_at < sql.Length && char.IsWhiteSpace(sql[_at]))
        {
            _at++;
        }

        int start = _at;
        if (start == sql.Length)
        {
            token = default;
            return false;
        }

        SqlTokenKind kind = Read();
        token = new SqlToken(kind, start, _at - start);
        return true;
    }

    /// <summary>Whether a name can begin with the character.</summary>
    public static bool BeginsName(char character) => character == '_' || char.IsLetter(character);

    /// <summary>Whether a name can go on with the character.</summary>
    public static bool ContinuesName(char character) => character is '_' or '$' || char.IsLetterOrDigit(character);

    private SqlTokenKind Read()
    {
        char first = sql[_at];
        char second = _at + 1 < sql.Length ? sql[_at + 1] : '\0';
        switch (first)
        {
            case '\'':
                return Quoted('\'', backslashEscapes: false, SqlTokenKind.String);
            case '"':
                return Quoted('"', backslashEscapes: false, SqlTokenKind.QuotedName);
            case '-' when second == '-':
                int line = sql.IndexOf('\n', _at);
                _at = line < 0 ? sql.Length : line;
                return SqlTokenKind.Comment;
            case '/' when second == '*':
                return BlockComment();
            case ':' when second == ':':
                _at += 2;
                return SqlTokenKind.Cast;
            case ':' when BeginsName(second):
                _at++;
                SkipName();
                return SqlTokenKind.Parameter;
            case '$' when second is >= '0' and <= '9':
                _at++;
                SkipName();
                return SqlTokenKind.Positional;
            case '$' when second == '$' || BeginsName(second):
                return DollarQuoted();
        }

        if (first is 'e' or 'E' && second == '\'')
        {
            _at++;
            return Quoted('\'', backslashEscapes: true, SqlTokenKind.String);
        }

        if (first is 'b' or 'B' or 'x' or 'X' or 'n' or 'N' && second == '\'')
        {
            _at++;
            return Quoted('\'', backslashEscapes: false, SqlTokenKind.String);
        }

        if (BeginsName(first))
        {
            SkipName();
            return SqlTokenKind.Word;
        }

        if (first is >= '0' and <= '9' || (first == '.' && second is >= '0' and <= '9'))
        {
            while (_at < sql.Length && (ContinuesName(sql[_at]) || sql[_at] == '.'))
            {
                _at++;
            }

            return SqlTokenKind.Number;
        }

        _at++;
        return SqlTokenKind.Symbol;
    }

    private void SkipName()
    {
        while (_at < sql.Length && ContinuesName(sql[_at]))
        {
            _at++;
        }
    }

    private SqlTokenKind Quoted(char quote, bool backslashEscapes, SqlTokenKind kind)
    {
        for (_at++; _at < sql.Length; _at++)
        {
            if (backslashEscapes && sql[_at] == '\\')
            {
                _at++;
            }
            else if (sql[_at] == quote)
            {
                if (_at + 1 == sql.Length || sql[_at + 1] != quote)
                {
                    _at++;
                    return kind;
                }

                _at++;
            }
        }

        _at = sql.Length;
        return SqlTokenKind.Unclosed;
    }

    private SqlTokenKind BlockComment()
    {
        int depth = 0;
        do
        {
            if (string.CompareOrdinal(sql, _at, "/*", 0, 2) == 0)
            {
                depth++;
                _at += 2;
            }
            else if (string.CompareOrdinal(sql, _at, "*/", 0, 2) == 0)
            {
                depth--;
                _at += 2;
            }
            else
            {
                _at++;
            }
        }
        while (depth > 0 && _at < sql.Length);
        return depth == 0 ? SqlTokenKind.Comment : SqlTokenKind.Unclosed;
    }

    /// <summary><c>$tag$ … $tag$</c>, or a lone <c>$</c>.</summary>
    private SqlTokenKind DollarQuoted()
    {
        int tag = _at + 1;
        while (tag < sql.Length && sql[tag] != '$' && ContinuesName(sql[tag]))
        {
            tag++;
        }

        if (tag >= sql.Length || sql[tag] != '$')
        {
            _at++;
            return SqlTokenKind.Symbol;
        }

        string delimiter = sql.Substring(_at, tag + 1 - _at);
        int end = sql.IndexOf(delimiter, tag + 1, StringComparison.Ordinal);
        _at = end < 0 ? sql.Length : end + delimiter.Length;
        return end < 0 ? SqlTokenKind.Unclosed : SqlTokenKind.String;
    }
}
