using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>
/// Reads the statements of a DO block, such as EF Core writes for scripts that may run twice: all of its branches, as if each ran.
/// </summary>
internal static class DoStatement
{
    /// <summary>Reads what follows DO.</summary>
    public static void Read(SqlCursor cursor, SchemaDraft draft)
    {
        SqlToken? code = null;
        string language = "plpgsql";
        SqlToken first = cursor.Token;
        for (; !cursor.IsAtEnd; cursor.Take())
        {
            if (cursor.Take("language"))
            {
                language = cursor.IsName ? cursor.Name() : SqlString.Of(cursor.Text, cursor.Token).ToLowerInvariant();
            }
            else if (cursor.Kind == SqlTokenKind.Text)
            {
                code = cursor.Token;
            }
        }

        if (code is not { } token || language != "plpgsql")
        {
            if (draft.IsBroken)
            {
                return;
            }

            draft.Report(code ?? first, new SchemaGap(0, 0, $"DO in {language}"));
            return;
        }

        draft.Within(cursor.Text, token, isBlock: true, body => ReadBody(body, draft));
    }

    private static void ReadBody(string body, SchemaDraft draft)
    {
        var statement = new List<SqlToken>();
        foreach (SqlToken token in SqlTokenizer.ReadAll(body))
        {
            if (token.Kind is not SqlTokenKind.Semicolon and not SqlTokenKind.End)
            {
                statement.Add(token);
            }
            else if (statement.Count > 0)
            {
                ReadStatement(body, [.. statement, new SqlToken(SqlTokenKind.End, token.Start, 0)], draft);
                statement.Clear();
            }
        }
    }

    private static void ReadStatement(string body, List<SqlToken> tokens, SchemaDraft draft)
    {
        draft.IsBroken = false;
        SqlToken broken = tokens.Find(static token => token.Kind == SqlTokenKind.Broken);
        if (broken.Length > 1 || (broken.Length == 1 && body[broken.Start] is '\'' or '"'))
        {
            draft.ReportMistake(
                broken with { Length = 1 }, $"{body[broken.Start]} opens something that is never closed in this block: close it.");
        }

        draft.IsBroken |= broken.Length > 0;
        int depth = tokens.Sum(static token => SqlConjunction.Nesting(token));
        if (depth != 0)
        {
            SqlToken bracket = depth > 0
                ? tokens.Find(static token => SqlConjunction.Nesting(token) > 0)
                : tokens.FindLast(static token => SqlConjunction.Nesting(token) < 0);
            draft.ReportMistake(
                bracket, $"'{bracket.In(body)}' is never {(depth > 0 ? "closed" : "opened")} in this statement: close what is open, and nothing else.");
        }

        var cursor = new SqlCursor(body, tokens);
        SkipControl(cursor);
        SqlToken first = cursor.Token;
        if (cursor.Take("execute"))
        {
            DynamicStatement.Read(cursor, first, draft);
        }
        else
        {
            SchemaStatement.ReadKnown(cursor, draft);
        }

        draft.IsBroken = false;
    }

    // What may stand in front of a statement: BEGIN, IF … THEN, ELSE, FOR … LOOP, EXCEPTION WHEN … THEN, <<label>>.
    private static void SkipControl(SqlCursor cursor)
    {
        while (!cursor.IsAtEnd)
        {
            if (cursor.IsOperator("<<"))
            {
                cursor.Position += 3;
            }
            else if (cursor.Is("if") || cursor.Is("elsif") || cursor.Is("elseif") || cursor.Is("case") || cursor.Is("when"))
            {
                SkipTo("then", cursor);
            }
            else if (cursor.Is("for") || cursor.Is("foreach") || cursor.Is("while"))
            {
                SkipTo("loop", cursor);
            }
            else if (!cursor.Take("begin") && !cursor.Take("else") && !cursor.Take("loop") && !cursor.Take("exception"))
            {
                return;
            }
        }
    }

    // A condition may hold a CASE, which has its own THEN.
    private static void SkipTo(string word, SqlCursor cursor)
    {
        int cases = 0;
        cursor.Take();
        while (!cursor.IsAtEnd && !(cases == 0 && cursor.Take(word)))
        {
            cases += cursor.Is("case") ? 1 : cases > 0 && cursor.Is("end") ? -1 : 0;
            cursor.SkipNested();
        }
    }
}
