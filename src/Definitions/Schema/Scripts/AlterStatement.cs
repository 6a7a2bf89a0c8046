using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>Reads what follows ALTER.</summary>
internal static class AlterStatement
{
    public static void Read(SqlCursor cursor, SchemaDraft draft)
    {
        if (cursor.Take("table") || cursor.Take("foreign", "table") || cursor.Take("view") || cursor.Take("materialized", "view"))
        {
            cursor.Take("if", "exists");
            cursor.Take("only");
            if (draft.TakeTable(cursor) is { } table)
            {
                table.IsIncomplete |= draft.IsBroken;
                ReadActions(cursor, draft, table);
            }
        }
        else if (cursor.Take("type"))
        {
            AlterType.Read(cursor, draft);
        }
        else if (cursor.Take("domain"))
        {
            if (draft.TakeTypeName(cursor) is { } name && draft.Domains.TryGetValue(name, out DomainDraft? domain))
            {
                domain.Alter(cursor);
            }
        }
        else if (cursor.Is("schema") && cursor.Is("rename", 2))
        {
            draft.Report(cursor.Token, new SchemaGap(0, 0, "ALTER SCHEMA … RENAME"));
        }
        else if (cursor.Is("database") || cursor.Is("role") || cursor.Is("user"))
        {
            while (!cursor.IsAtEnd && !cursor.Take("set"))
            {
                cursor.Take();
            }

            draft.DatabasePath = SchemaStatement.TakeSearchPath(cursor) ?? draft.DatabasePath;
        }
    }

    internal static void ReadActions(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        do
        {
            ReadAction(cursor, draft, table);
            while (!cursor.IsAtEnd && cursor.Kind != SqlTokenKind.Comma)
            {
                cursor.SkipNested();
            }
        }
        while (cursor.Take(SqlTokenKind.Comma));
    }

    private static void ReadAction(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        if (cursor.Take("add"))
        {
            if (!TableBody.TakeConstraint(cursor, draft, table))
            {
                TakeColumnWord(cursor);
                TakeIfExists(cursor);
                TableBody.TakeColumn(cursor, draft, table);
            }
        }
        else if (cursor.Take("drop"))
        {
            if (cursor.Take("constraint"))
            {
                TakeIfExists(cursor);
                table.DropConstraint(cursor.TakeName() ?? "");
            }
            else
            {
                TakeColumnWord(cursor);
                TakeIfExists(cursor);
                string column = cursor.TakeName() ?? "";
                foreach (TableBuilder affected in WithPartitions(draft, table))
                {
                    affected.Drop(column);
                }
            }
        }
        else if (cursor.Take("alter"))
        {
            TakeColumnWord(cursor);
            ReadColumnAction(cursor, table);
        }
        else if (cursor.Take("rename"))
        {
            Rename(cursor, draft, table);
        }
        else if (cursor.Take("attach", "partition"))
        {
            if (draft.TakeTable(cursor) is { } partition)
            {
                partition.PartitionOf = table.Name;
            }
        }
        else if (cursor.Take("inherit"))
        {
            if (draft.TakeTableName(cursor) is { } parent)
            {
                table.Parents.Add(parent);
            }
        }
        else if (cursor.Take("validate", "constraint"))
        {
            table.Validate(cursor.TakeName() ?? "");
        }
        else if (cursor.Take("set", "schema") && cursor.TakeName() is { } schema)
        {
            Move(draft, table, table.Name with { Schema = schema });
        }
    }

    private static void ReadColumnAction(SqlCursor cursor, TableBuilder table)
    {
        if (cursor.TakeName() is not { } column)
        {
            return;
        }

        if (cursor.Take("set", "not") || cursor.Take("add", "generated"))
        {
            table.SetNullable(column, false);
        }
        else if (cursor.Take("drop", "not"))
        {
            table.SetNullable(column, true);
        }
        else if (cursor.Take("type") || (cursor.Take("set", "data") && cursor.Take("type")))
        {
            SqlType? type = SqlType.Take(cursor);
            table.Change(column, found => found with { Type = type });
        }
    }

    private static void Rename(SqlCursor cursor, SchemaDraft draft, TableBuilder table)
    {
        if (cursor.Take("to"))
        {
            if (cursor.TakeName() is { } name)
            {
                Move(draft, table, table.Name with { Name = name });
            }
        }
        else if (!cursor.Is("constraint"))
        {
            TakeColumnWord(cursor);
            if (cursor.TakeName() is { } old && cursor.Take("to") && cursor.TakeName() is { } name)
            {
                // The columns of a view come from its query.
                table.IsIncomplete |= table.Query is not null;
                foreach (TableBuilder affected in WithPartitions(draft, table))
                {
                    affected.Rename(old, name);
                }
            }
        }
    }

    /// <summary>A table and its partitions on all levels, which lose and rename their columns together.</summary>
    private static List<TableBuilder> WithPartitions(SchemaDraft draft, TableBuilder table)
    {
        List<TableBuilder> tables = [table];
        for (int i = 0; i < tables.Count; i++)
        {
            tables.AddRange(draft.Tables.Values.Where(other => other.PartitionOf == tables[i].Name && !tables.Contains(other)));
        }

        return tables;
    }

    private static void Move(SchemaDraft draft, TableBuilder table, QualifiedName name)
    {
        draft.Tables.Remove(table.Name);
        table.Name = name;
        draft.Tables[name] = table;
    }

    // An attribute is the column of a type.
    private static void TakeColumnWord(SqlCursor cursor) => _ = cursor.Take("column") || cursor.Take("attribute");

    internal static void TakeIfExists(SqlCursor cursor)
    {
        if (cursor.Take("if"))
        {
            cursor.Take("not");
            cursor.Take("exists");
        }
    }
}
