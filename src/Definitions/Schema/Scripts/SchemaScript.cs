using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>
/// Cuts a script into its statements, as psql does, with psql's own commands and the data of COPY between them. What is broken
/// costs one statement and not the rest: a statement also ends where only another one can begin.
/// </summary>
internal sealed class SchemaScript(string text, SchemaDraft draft)
{
    private static readonly HashSet<string> s_created = new(StringComparer.Ordinal)
    {
        "table", "index", "unique", "view", "materialized", "type", "domain", "function", "procedure", "extension", "sequence",
        "trigger", "foreign", "temp", "temporary", "unlogged", "or", "schema",
    };

    private static readonly char[] s_quotes = ['\'', '"', '$', '/'];

    private readonly List<SqlToken> _statement = [];
    private readonly List<SqlToken> _open = [];
    private SqlTokenizer _tokenizer = new(text);
    private List<string>? _pathBehindSchema;

    /// <summary>Reads all statements.</summary>
    public void Read()
    {
        SqlToken token;
        do
        {
            token = _tokenizer.Next();
            switch (token.Kind)
            {
                case SqlTokenKind.End:
                case SqlTokenKind.Semicolon when _open.Count == 0 || !IsRule():
                    Finish(token);
                    break;
                case SqlTokenKind.Broken when text[token.Start] == '\\':
                    TakeCommand(token);
                    break;
                case SqlTokenKind.Broken:
                    TakeBroken(token);
                    break;
                default:
                    Take(token);
                    break;
            }
        }
        while (token.Kind != SqlTokenKind.End);
    }

    private void Take(SqlToken token)
    {
        int nesting = SqlConjunction.Nesting(token);
        if (nesting > 0)
        {
            _open.Add(token);
        }
        else if (nesting < 0 && _open.Count > 0)
        {
            _open.RemoveAt(_open.Count - 1);
        }
        else if (nesting < 0)
        {
            draft.ReportMistake(token, $"'{token.In(text)}' closes nothing: leave it out, or open it before.");
            return;
        }

        if (_statement.Count > 1 && BeginsStatement(_statement[_statement.Count - 1], token))
        {
            SplitBefore(_statement[_statement.Count - 1]);
        }

        _statement.Add(token);
    }

    // CREATE and TABLE are never names without quotes, so that a statement begins wherever they stand.
    private bool BeginsStatement(SqlToken first, SqlToken second) => second.Kind == SqlTokenKind.Word
        && ((first.Is(text, "create") && s_created.Contains(SqlName.Of(text, second)))
            || (first.Is(text, "alter") && second.Is(text, "table")));

    private void SplitBefore(SqlToken first)
    {
        _statement.RemoveAt(_statement.Count - 1);
        if (_statement.Count > 1 && _statement[0].Is(text, "create") && _statement[1].Is(text, "schema"))
        {
            // The statement goes on with what it puts into its schema.
            _pathBehindSchema = draft.CurrentPath;
            draft.CurrentPath = [NameOfSchema(), .. draft.CurrentPath];
        }
        else if (_open.Count == 0 && _pathBehindSchema is null)
        {
            draft.ReportMistake(first, $"'{first.In(text)}' begins a statement, but the one in front of it has no end: put a ';' between them.");
        }

        List<string>? path = _pathBehindSchema;
        _pathBehindSchema = null;
        Finish(first with { Length = 0 });
        _pathBehindSchema = path;
        _statement.Add(first);
    }

    // CREATE SCHEMA [IF NOT EXISTS] name, or AUTHORIZATION and the name of a role.
    private string NameOfSchema()
    {
        foreach (SqlToken token in _statement.Skip(2))
        {
            if (token.Kind == SqlTokenKind.QuotedName
                || (token.Kind == SqlTokenKind.Word && SqlName.Of(text, token) is not ("if" or "not" or "exists" or "authorization")))
            {
                return SqlName.Of(text, token);
            }
        }

        return "public";
    }

    private bool IsRule() => _statement.Count > 2 && _statement[0].Is(text, "create")
        && (_statement[1].Is(text, "rule") || _statement[3 < _statement.Count ? 3 : 2].Is(text, "rule"));

    private void Finish(SqlToken end)
    {
        if (_open.Count > 0)
        {
            draft.ReportMistake(_open[0], $"'{_open[0].In(text)}' is never closed: close it before the statement ends.");
            _open.Clear();
        }

        if (_statement.Count > 0)
        {
            _statement.Add(new SqlToken(SqlTokenKind.End, end.Start, 0));
            var cursor = new SqlCursor(text, _statement);
            if (IsCopyFromInput(cursor))
            {
                SkipData(cursor.Token, end.End);
            }

            SchemaStatement.Read(cursor, draft);
            _statement.Clear();
        }

        draft.IsBroken = false;
        if (_pathBehindSchema is not null)
        {
            draft.CurrentPath = _pathBehindSchema;
            _pathBehindSchema = null;
        }
    }

    private static bool IsCopyFromInput(SqlCursor cursor)
    {
        if (!cursor.Is("copy"))
        {
            return false;
        }

        for (int ahead = 0; cursor.Peek(ahead).Kind != SqlTokenKind.End; ahead++)
        {
            if (cursor.Is("from", ahead) && cursor.Is("stdin", ahead + 1))
            {
                return true;
            }
        }

        return false;
    }

    private void SkipData(SqlToken copy, int start)
    {
        for (int at = text.IndexOf("\n\\.", start, StringComparison.Ordinal); at >= 0; at = text.IndexOf("\n\\.", at + 1, StringComparison.Ordinal))
        {
            int end = at + 3;
            if (end == text.Length || text[end] is '\r' or '\n')
            {
                _tokenizer.Position = end;
                return;
            }
        }

        draft.ReportMistake(copy, "The rows of this COPY have no end: close them with a line '\\.', or leave rows out of the file.");
        _tokenizer.Position = text.Length;
    }

    // psql's own commands take the rest of their line.
    private void TakeCommand(SqlToken token)
    {
        int end = text.IndexOf('\n', token.Start);
        end = end < 0 ? text.Length : end;
        string line = text.Substring(token.Start, end - token.Start).Trim();
        string name = line.Split(' ', '\t')[0].TrimEnd(';');
        _tokenizer.Position = end;
        SqlToken place = token with { Length = line.Length };
        switch (name)
        {
            case "\\i" or "\\ir" or "\\include" or "\\include_relative":
                draft.Report(place, new SchemaGap(0, 0, line));
                break;
            case "\\gexec":
                draft.Report(place, new SchemaGap(0, 0, name));
                _statement.Clear();
                _open.Clear();
                break;
            case "\\g" or "\\gx" or "\\gset" or "\\gdesc" or "\\crosstabview" or "\\watch":
                Finish(place with { Length = 0 });
                break;
            case "\\copy" when line.IndexOf("from stdin", StringComparison.OrdinalIgnoreCase) >= 0:
                SkipData(place, token.Start);
                break;
        }
    }

    private void TakeBroken(SqlToken token)
    {
        int quote = text.IndexOfAny(s_quotes, token.Start);
        if (token.Length > 3 && text[token.Start] is 'u' or 'U' && text[token.End - 1] == '"')
        {
            // U&"…": its meaning depends on words that may follow.
            draft.Report(token, new SchemaGap(0, 0, token.In(text)));
        }
        else if (token.Length > 1 || quote == token.Start)
        {
            quote = Math.Max(quote, token.Start);
            draft.ReportMistake(
                new SqlToken(token.Kind, quote, 1), $"{text[quote]} opens something that is never closed, so that nothing behind it was read: close it.");
        }
        else if (!draft.IsBroken)
        {
            draft.ReportMistake(token, $"'{token.In(text)}' is no SQL, so that this statement could not be followed: leave it out.");
        }

        draft.IsBroken = true;
    }
}
