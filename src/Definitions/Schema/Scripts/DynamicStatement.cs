using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>
/// Reads plpgsql's EXECUTE: a constant as the script that it is; of anything else, what its constant parts tell about what it may
/// do to tables.
/// </summary>
internal static class DynamicStatement
{
    /// <summary>What may follow CREATE, ALTER or DROP without a change of what queries name.</summary>
    private static readonly HashSet<string> s_aside = new(StringComparer.Ordinal)
    {
        "role", "user", "group", "database", "index", "unique", "trigger", "constraint", "policy", "publication", "subscription",
        "extension", "function", "procedure", "sequence", "rule", "statistics", "event", "schema", "default", "system", "server",
        "collation",
    };

    /// <summary>The words by which ALTER TABLE changes what queries name.</summary>
    private static readonly HashSet<string> s_changes = new(StringComparer.Ordinal)
    {
        "add", "drop", "alter", "rename", "schema", "attach", "detach", "inherit",
    };

    /// <summary>Reads what follows EXECUTE.</summary>
    public static void Read(SqlCursor cursor, SqlToken execute, SchemaDraft draft)
    {
        bool isConstant = cursor.Kind == SqlTokenKind.Text
            && (cursor.Peek(1).Kind == SqlTokenKind.End || cursor.Is("into", 1) || cursor.Is("using", 1));
        if (isConstant)
        {
            draft.Within(cursor.Text, cursor.Token, isBlock: false, script => new SchemaScript(script, draft).Read());
            return;
        }

        string constants = "";
        for (; !cursor.IsAtEnd && !cursor.Is("using"); cursor.Take())
        {
            constants += cursor.Kind == SqlTokenKind.Text ? SqlString.Of(cursor.Text, cursor.Token) + " " : "";
        }

        if (Change(new SqlCursor(constants)) is { } gap)
        {
            draft.Report(execute, gap);
        }
    }

    private static SchemaGap? Change(SqlCursor words)
    {
        var unknown = new SchemaGap(0, 0, "EXECUTE");
        string verb = words.TakeName() ?? "";
        switch (verb)
        {
            case "":
                return unknown;
            case "create":
                return words.IsName && s_aside.Contains(words.Name()) ? null : unknown with { MayAlter = false };
            case "alter" when words.Take("table"):
                for (; !words.IsAtEnd; words.Take())
                {
                    if (words.Kind == SqlTokenKind.Word && s_changes.Contains(words.Name()))
                    {
                        return unknown;
                    }
                }

                return null;
            case "alter":
                return words.IsName && s_aside.Contains(words.Name()) ? null : unknown;
            case "do" or "call" or "import" or "begin" or "with":
                return unknown;
            default:
                return null;
        }
    }
}
