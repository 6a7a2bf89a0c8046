using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>Reads what follows ALTER TYPE.</summary>
internal static class AlterType
{
    public static void Read(SqlCursor cursor, SchemaDraft draft)
    {
        if (draft.TakeTypeName(cursor) is not { } name)
        {
            return;
        }

        if (cursor.Take("rename", "to") && cursor.TakeName() is { } renamed)
        {
            Move(draft, name, name with { Name = renamed });
        }
        else if (cursor.Take("set", "schema") && cursor.TakeName() is { } schema)
        {
            Move(draft, name, name with { Schema = schema });
        }
        else if (draft.Enums.TryGetValue(name, out List<string>? labels))
        {
            ReadLabel(cursor, labels);
        }
        else if (draft.Composites.TryGetValue(name, out TableBuilder? type))
        {
            int start = cursor.Position;
            AlterStatement.ReadActions(cursor, draft, type);
            foreach (TableBuilder table in draft.Tables.Values.Where(table => table.RowType == name).ToList())
            {
                // Its columns come from the type alone.
                cursor.Position = start;
                table.RowType = null;
                AlterStatement.ReadActions(cursor, draft, table);
                table.RowType = name;
            }
        }
    }

    private static void ReadLabel(SqlCursor cursor, List<string> labels)
    {
        if (cursor.Take("add", "value"))
        {
            AlterStatement.TakeIfExists(cursor);
            if (cursor.Kind == SqlTokenKind.Text && SqlString.Of(cursor.Text, cursor.Token) is var label && !labels.Contains(label))
            {
                labels.Add(label);
            }
        }
        else if (cursor.Take("rename", "value") && cursor.Kind == SqlTokenKind.Text
            && labels.IndexOf(SqlString.Of(cursor.Text, cursor.Take())) is var index and >= 0
            && cursor.Take("to") && cursor.Kind == SqlTokenKind.Text)
        {
            labels[index] = SqlString.Of(cursor.Text, cursor.Token);
        }
    }

    // What has the type goes on having it.
    private static void Move(SchemaDraft draft, QualifiedName from, QualifiedName to)
    {
        if (draft.Enums.TryGetValue(from, out List<string>? labels))
        {
            draft.Enums.Remove(from);
            draft.Enums[to] = labels;
        }
        else if (draft.Domains.TryGetValue(from, out DomainDraft? domain))
        {
            draft.Domains.Remove(from);
            domain.Name = to;
            draft.Domains[to] = domain;
        }
        else if (draft.Composites.TryGetValue(from, out TableBuilder? composite))
        {
            draft.Composites.Remove(from);
            draft.Composites[to] = composite;
        }
        else
        {
            return;
        }

        foreach (TableBuilder table in draft.Tables.Values)
        {
            table.RowType = table.RowType == from ? to : table.RowType;
            for (int i = 0; i < table.Columns.Count; i++)
            {
                if (table.Columns[i].Type is { } type && type.Name == from.Name
                    && (type.Schema is null ? draft.CurrentPath.Contains(from.Schema) : type.Schema == from.Schema))
                {
                    table.Columns[i] = table.Columns[i] with { Type = type with { Schema = to.Schema, Name = to.Name } };
                }
            }
        }
    }
}
