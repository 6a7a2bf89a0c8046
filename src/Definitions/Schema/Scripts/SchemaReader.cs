using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Schema.Names;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>
/// Reads a schema file: what <c>pg_dump --schema-only</c> or EF Core's <c>migrations script</c> writes, or CREATE and ALTER
/// statements written by hand. Statements that are not about tables and types are passed over, and no text makes it throw.
/// </summary>
public static class SchemaReader
{
    private const int DeepestInheritance = 100;

    /// <summary>Reads a schema file.</summary>
    /// <param name="text">The whole text of the file.</param>
    /// <param name="path">The file, for the problems in it.</param>
    public static DatabaseSchema Read(string text, string path = DatabaseSchema.FileName)
    {
        var draft = new SchemaDraft();
        new SchemaScript(text, draft).Read();
        return Build(draft) with { Path = path, Gaps = Placed(draft.Gaps, text) };
    }

    private static EquatableArray<SchemaGap> Placed(List<SchemaGap> gaps, string text)
    {
        if (gaps.Count == 0)
        {
            return [];
        }

        var lines = new LineMap(text);
        return gaps.Select(gap => gap with { Span = lines.Span(gap.Start, gap.Start + gap.Length) }).ToEquatableArray();
    }

    private static DatabaseSchema Build(SchemaDraft draft)
    {
        var finished = new HashSet<TableBuilder>();
        foreach (TableBuilder table in draft.Tables.Values)
        {
            Inherit(table, draft, finished, 0);
        }

        var schema = new DatabaseSchema
        {
            Tables = draft.Tables.Values.OrderBy(table => table.Name).Select(table => table.Build(draft.HasLooseCollations)).ToEquatableArray(),
            Enums = draft.Enums.OrderBy(pair => pair.Key)
                .Select(pair => new EnumType(pair.Key, pair.Value.ToEquatableArray())).ToEquatableArray(),
            Domains = draft.Domains.Values.OrderBy(domain => domain.Name).Select(domain => domain.Build(draft.HasLooseCollations)).ToEquatableArray(),
            Functions = draft.Functions.Values.OrderBy(function => function.Name).ToEquatableArray(),
            SearchPath = (draft.DatabasePath ?? draft.FilePath ?? ["public"]).ToEquatableArray(),
        };
        return draft.Queries.Count == 0 ? schema : schema with { Tables = WithQueries(schema, draft) };
    }

    // In the order of the file, because a view may read those in front of it.
    private static EquatableArray<Table> WithQueries(DatabaseSchema schema, SchemaDraft draft)
    {
        var lookup = new SchemaLookup(schema);
        foreach (TableBuilder view in draft.Queries)
        {
            if (lookup.FindTable(view.Name.Schema, view.Name.Name) is { } table)
            {
                Rows rows = SqlWalker.Renamed(SqlWalker.Query(lookup, view.Query ?? ""), view.ColumnAliases);
                lookup.Replace(table with
                {
                    Columns = rows.Columns.ToEquatableArray(),
                    HasKnownColumns = rows.IsComplete && !view.IsIncomplete,
                });
            }
        }

        return schema.Tables.Select(table => lookup.FindTable(table.Name.Schema, table.Name.Name)!).ToEquatableArray();
    }

    // Parents first. A cycle, which no database has, ends at the table where it began.
    private static void Inherit(TableBuilder table, SchemaDraft draft, HashSet<TableBuilder> finished, int depth)
    {
        if (depth > DeepestInheritance || !finished.Add(table))
        {
            return;
        }

        foreach (QualifiedName name in table.PartitionOf is { } whole ? [whole, .. table.Parents] : table.Parents)
        {
            if (draft.Tables.TryGetValue(name, out TableBuilder? parent))
            {
                Inherit(parent, draft, finished, depth + 1);
                table.Inherit(parent);
            }
            else
            {
                table.IsIncomplete = true;
            }
        }
    }
}
