using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>Reads what follows CREATE TYPE and CREATE DOMAIN.</summary>
internal static class CreateType
{
    public static void Read(SqlCursor cursor, SchemaDraft draft)
    {
        if (draft.TakeNewName(cursor) is not { } name)
        {
            return;
        }

        if (cursor.Is("as") && cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis)
        {
            cursor.Take();
            var type = new TableBuilder(name, TableKind.Table) { IsIncomplete = draft.IsBroken };
            draft.Composites[name] = type;
            TableBody.Read(cursor, draft, type);
            return;
        }

        if (!cursor.Take("as", "enum"))
        {
            return;
        }

        var labels = new List<string>();
        for (; !cursor.IsAtEnd; cursor.Take())
        {
            if (cursor.Kind == SqlTokenKind.Text)
            {
                labels.Add(SqlString.Of(cursor.Text, cursor.Token));
            }
        }

        draft.Enums[name] = labels;
    }

    /// <summary>Reads what follows CREATE DOMAIN.</summary>
    public static void ReadDomain(SqlCursor cursor, SchemaDraft draft)
    {
        if (draft.TakeNewName(cursor) is not { } name)
        {
            return;
        }

        cursor.Take("as");
        if (SqlType.Take(cursor) is { } type)
        {
            var domain = new DomainDraft(name, type);
            draft.Domains[name] = domain;
            while (!cursor.IsAtEnd)
            {
                domain.TakeConstraint(cursor);
            }
        }
    }
}
