using ServicePing.Definitions.Schema.Scripts;
using ServicePing.Shared.Schemas;

namespace ServicePing.Definitions.Schema.Objects;

/// <summary>What <c>schema.sql</c> says that a database has, in the words in which it is compared with a live one.</summary>
internal static class DeclaredObjects
{
    /// <summary>The schemas in which ServicePing keeps its own tables, which no product's file has to name.</summary>
    private static readonly string[] Own = ["service_ping", "service_ping_counters"];

    internal static SchemaObjects Read(string sql)
    {
        DatabaseSchema schema = SchemaReader.Read(sql);
        NamedObjects named = NamedObjects.Read(sql);
        List<SchemaObject> all = [];
        HashSet<string> tables = new(StringComparer.Ordinal);
        foreach (Table table in schema.Tables)
        {
            if (table.PartitionOf is null && !Own.Contains(table.Name.Schema) && tables.Add(Short(table.Name.ToString())))
            {
                Add(table, schema, all);
            }
        }

        foreach ((string table, string name, string definition) in named.Triggers)
        {
            if (tables.Contains(Short(table)))
            {
                all.Add(new SchemaObject(SchemaObjectKind.Trigger, Short(table), name, definition));
            }
        }

        foreach (string sequence in named.Sequences)
        {
            string owner = named.Owners.TryGetValue(sequence, out string? column) ? $"owned by {Short(column)}" : "";
            all.Add(new SchemaObject(SchemaObjectKind.Sequence, "", Short(sequence), owner));
        }

        return new SchemaObjects(all, schema.Gaps.IsEmpty);
    }

    private static void Add(Table table, DatabaseSchema schema, List<SchemaObject> all)
    {
        string name = Short(table.Name.ToString());
        all.Add(new SchemaObject(SchemaObjectKind.Table, name, "", DefinitionOf(table)));
        if (table.HasKnownColumns)
        {
            foreach (Column column in table.Columns)
            {
                string definition = column.Type is null ? "" : $"{column.Type with { Schema = null }}{(table.Kind == TableKind.Table && !column.IsNullable ? " NOT NULL" : "")}";
                all.Add(new SchemaObject(SchemaObjectKind.Column, name, column.Name, definition));
            }
        }

        foreach (ForeignKey key in table.ForeignKeys)
        {
            IEnumerable<string> foreign = !key.ForeignColumns.IsEmpty
                ? key.ForeignColumns
                : schema.Tables.FirstOrDefault(other => other.Name == key.Table)?.PrimaryKey ?? [];
            all.Add(new SchemaObject(
                SchemaObjectKind.ForeignKey, name, $"({List(key.Columns)}) to {Short(key.Table.ToString())}({List(foreign)})", key.Actions));
        }

        foreach (TableIndex index in table.Indexes)
        {
            all.Add(new SchemaObject(
                SchemaObjectKind.Index, name, index.Name,
                $"{(index.IsUnique ? "unique " : "")}{index.Method} ({List(index.Keys.Select(static key => key.Column ?? "expression"))}){(index.Predicate is null ? "" : " where condition")}"));
        }
    }

    private static string DefinitionOf(Table table)
    {
        string kind = table.Kind switch
        {
            TableKind.View => "view",
            TableKind.MaterializedView => "materialized view",
            TableKind.ForeignTable => "foreign table",
            _ => "table",
        };
        string primary = table.PrimaryKey.IsEmpty ? "" : $", primary key ({List(table.PrimaryKey)})";
        IEnumerable<string> unique = table.UniqueKeys.Select(static key => List(key)).OrderBy(static key => key, StringComparer.Ordinal);
        return kind + primary + string.Concat(unique.Select(static key => $", unique ({key})"));
    }

    private static string List(IEnumerable<string> columns) => string.Join(", ", columns);

    /// <summary>Of the schema <c>public</c> the name alone.</summary>
    private static string Short(string name) => name.StartsWith("public.", StringComparison.Ordinal) ? name.Substring("public.".Length) : name;
}
