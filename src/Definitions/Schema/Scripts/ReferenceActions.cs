using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>What follows the columns that a foreign key refers to.</summary>
internal static class ReferenceActions
{
    private const string None = "no action";

    /// <summary>Takes it; words of other constraints of the column stay.</summary>
    public static string Take(SqlCursor cursor)
    {
        string deleted = None;
        string updated = None;
        string checkedAt = "";
        while (true)
        {
            if (cursor.Take("on", "delete"))
            {
                deleted = TakeAction(cursor);
            }
            else if (cursor.Take("on", "update"))
            {
                updated = TakeAction(cursor);
            }
            else if (cursor.Take("match"))
            {
                cursor.Take();
            }
            else if (cursor.Take("initially"))
            {
                checkedAt = cursor.Take("deferred") ? "initially deferred" : checkedAt;
                cursor.Take("immediate");
            }
            else if (cursor.Take("deferrable"))
            {
                checkedAt = checkedAt.Length > 0 ? checkedAt : "deferrable";
            }
            else if (!(cursor.Take("not", "deferrable") || cursor.Take("not", "valid")))
            {
                break;
            }
        }

        List<string> said = [];
        if (deleted != None)
        {
            said.Add($"on delete {deleted}");
        }

        if (updated != None)
        {
            said.Add($"on update {updated}");
        }

        if (checkedAt.Length > 0)
        {
            said.Add(checkedAt);
        }

        return said.Count == 0 ? None : string.Join(" ", said);
    }

    private static string TakeAction(SqlCursor cursor)
    {
        string action = cursor.Take("cascade") ? "cascade"
            : cursor.Take("restrict") ? "restrict"
            : cursor.Take("set", "null") ? "set null"
            : cursor.Take("set", "default") ? "set default"
            : None;
        cursor.Take("no", "action");
        if (cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            cursor.SkipNested();
        }

        return action;
    }
}
