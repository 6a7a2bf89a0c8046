using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>Reads IMPORT FOREIGN SCHEMA, which makes tables that only the other server knows.</summary>
internal static class ForeignImport
{
    public static void Read(SqlCursor cursor, SchemaDraft draft)
    {
        SqlToken place = cursor.Token with { Length = cursor.Peek(2).End - cursor.Token.Start };
        var names = new List<string>();
        string? schema = null;
        bool isLimited = false;
        for (; !cursor.IsAtEnd; cursor.Take())
        {
            if (cursor.Take("limit", "to") && cursor.Kind == SqlTokenKind.OpenParenthesis)
            {
                isLimited = true;
                names = CreateStatement.TakeNames(cursor);
            }

            if (cursor.Is("into"))
            {
                schema = cursor.Peek(1).Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName ? cursor.Name(1) : null;
            }
        }

        if (!isLimited || schema is null)
        {
            draft.Report(place, new SchemaGap(0, 0, "IMPORT FOREIGN SCHEMA") { Schema = schema, MayAlter = false });
            return;
        }

        foreach (string name in names)
        {
            var table = new QualifiedName(schema, name);
            draft.Tables[table] = new TableBuilder(table, TableKind.ForeignTable) { IsIncomplete = true };
        }
    }
}
