using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>Reads one statement, and passes over those that are not about tables and types.</summary>
internal static class SchemaStatement
{
    /// <summary>The words that statements of PostgreSQL begin with.</summary>
    private static readonly HashSet<string> s_commands = new(StringComparer.Ordinal)
    {
        "abort", "alter", "analyse", "analyze", "begin", "call", "checkpoint", "close", "cluster", "comment", "commit", "copy",
        "create", "deallocate", "declare", "delete", "discard", "do", "drop", "end", "execute", "explain", "fetch", "grant", "import",
        "insert", "listen", "load", "lock", "merge", "move", "notify", "prepare", "reassign", "refresh", "reindex", "release",
        "repack", "reset", "return", "revoke", "rollback", "savepoint", "security", "select", "set", "show", "start", "table",
        "truncate", "unlisten", "update", "vacuum", "values", "wait", "with",
    };

    /// <summary>Reads a statement of a script.</summary>
    public static void Read(SqlCursor cursor, SchemaDraft draft)
    {
        if (!ReadKnown(cursor, draft) && cursor.Kind != SqlTokenKind.OpenParenthesis
            && !(cursor.Kind == SqlTokenKind.Word && s_commands.Contains(cursor.Name())))
        {
            string word = cursor.Token.In(cursor.Text);
            draft.ReportMistake(
                cursor.Token,
                $"'{word}' begins no statement of PostgreSQL, so that this one was not read: correct it, or leave it out."
                + Suggestion.For(word.ToLowerInvariant(), s_commands));
        }
    }

    /// <summary>Reads a statement of a block of procedural code, where other words may begin one.</summary>
    public static bool ReadKnown(SqlCursor cursor, SchemaDraft draft)
    {
        if (cursor.Take("create"))
        {
            CreateStatement.Read(cursor, draft);
        }
        else if (cursor.Take("alter"))
        {
            AlterStatement.Read(cursor, draft);
        }
        else if (cursor.Take("drop"))
        {
            DropStatement.Read(cursor, draft);
        }
        else if (cursor.Take("set"))
        {
            draft.CurrentPath = TakeSearchPath(cursor) ?? draft.CurrentPath;
            draft.FilePath ??= draft.CurrentPath.Count > 0 && draft.CurrentPath[0] != "public" ? draft.CurrentPath : null;
        }
        else if (cursor.Take("do"))
        {
            DoStatement.Read(cursor, draft);
        }
        else if (cursor.Is("import") && cursor.Is("foreign", 1))
        {
            ForeignImport.Read(cursor, draft);
        }
        else if (cursor.Is("select") || cursor.Is("call") || cursor.Is("perform"))
        {
            CallStatement.Read(cursor, draft);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Takes <c>search_path = a, b</c>, or gives null where something else is set.</summary>
    internal static List<string>? TakeSearchPath(SqlCursor cursor)
    {
        _ = cursor.Take("session") || cursor.Take("local");
        if (!cursor.Take("search_path"))
        {
            return null;
        }

        var path = new List<string>();
        for (cursor.Take(); !cursor.IsAtEnd; cursor.Take())
        {
            string name = cursor.IsName ? cursor.Name()
                : cursor.Kind == SqlTokenKind.Text ? cursor.Text.Substring(cursor.Token.Start, cursor.Token.Length).Trim('\'')
                : "";
            if (name.Length > 0 && name is not "pg_catalog" and not "$user")
            {
                path.Add(name);
            }
        }

        return path;
    }
}
