using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Scripts;

namespace ServicePing.Tool.Schemas;

/// <summary>
/// Compares what a schema's file says with what a live database has. Both are texts that the same reader has read, so that a difference is
/// one of meaning; what the reader does not tell apart, such as defaults and lengths of texts, is not compared.
/// </summary>
internal sealed class SchemaComparison
{
    private readonly DatabaseSchema _said;
    private readonly DatabaseSchema _live;
    private readonly List<FoundInconsistency> _found = [];

    private SchemaComparison(DatabaseSchema said, DatabaseSchema live) => (_said, _live) = (said, live);

    /// <summary>The inconsistencies: tables by name, then triggers and sequences.</summary>
    /// <param name="said">The text of the schema's file.</param>
    /// <param name="live">The text of <see cref="LiveSchema"/>.</param>
    internal static IReadOnlyList<FoundInconsistency> Between(string said, string live)
    {
        SchemaComparison comparison = new(SchemaReader.Read(said), SchemaReader.Read(live));
        comparison.CompareTables();
        comparison.CompareNamed(NamedObjects.Read(said), NamedObjects.Read(live));
        return comparison._found;
    }

    private void CompareTables()
    {
        SchemaLookup live = new(_live);
        SchemaLookup said = new(_said);
        foreach (Table table in _said.Tables)
        {
            if (live.FindTable(table.Name.Schema, table.Name.Name) is { } found)
            {
                Compare(table, found);
            }
            else if (table.PartitionOf is null)
            {
                // Partitions come and go with time, and nobody keeps them in a file.
                Add(Shown(table.Name), "MissingTables", "Table", $"the database has no {Kind(table)} {Shown(table.Name)}");
            }
        }

        foreach (Table table in _live.Tables)
        {
            // What of the file could not be followed may make it.
            if (table.PartitionOf is null && _said.Gaps.IsEmpty && said.FindTable(table.Name.Schema, table.Name.Name) is null)
            {
                Add(Shown(table.Name), "ExtraTables", "Table", $"the file has no {Kind(table)} {Shown(table.Name)}");
            }
        }
    }

    private void Compare(Table said, Table live)
    {
        string name = Shown(said.Name);
        if (said.Kind != live.Kind)
        {
            Add(name, "DifferentDefinitionTables", "Table", $"{name} is a {Kind(said)} in the file and a {Kind(live)} in the database");
            return;
        }

        if (said.HasKnownColumns && live.HasKnownColumns)
        {
            CompareColumns(name, said, live);
        }

        if (said.Kind == TableKind.Table && said.PartitionOf is null)
        {
            CompareKeys(name, said, live);
        }

        if (said.PartitionOf is null)
        {
            CompareIndexes(name, said, live);
        }
    }

    private void CompareColumns(string name, Table said, Table live)
    {
        foreach (Column column in said.Columns)
        {
            if (live.FindColumn(column.Name) is not { } found)
            {
                Add($"{name}.{column.Name}", "MissingTableColumns", "Column", $"the database has no column {name}.{column.Name}");
            }
            else if (Differs(column.Type, found.Type))
            {
                Add(name, "DifferentDefinitionTables", "Table", $"{name}.{column.Name} is {column.Type} in the file and {found.Type} in the database");
            }
            else if (said.Kind == TableKind.Table && column.IsNullable != found.IsNullable)
            {
                Add(name, "DifferentDefinitionTables", "Table",
                    $"{name}.{column.Name} {(column.IsNullable ? "may" : "may not")} be NULL by the file and {(found.IsNullable ? "may" : "may not")} in the database");
            }
        }

        foreach (Column column in live.Columns)
        {
            if (said.FindColumn(column.Name) is null)
            {
                Add($"{name}.{column.Name}", "ExtraTableColumns", "Column", $"the file has no column {name}.{column.Name}");
            }
        }
    }

    private void CompareKeys(string name, Table said, Table live)
    {
        if (!said.PrimaryKey.Equals(live.PrimaryKey))
        {
            Add(name, "DifferentDefinitionTables", "Table",
                $"the primary key of {name} is ({List(said.PrimaryKey)}) in the file and ({List(live.PrimaryKey)}) in the database");
        }

        string[] these = [.. said.UniqueKeys.Select(key => List(key))];
        string[] those = [.. live.UniqueKeys.Select(key => List(key))];
        foreach (string key in these.Except(those).Union(those.Except(these)).Order(StringComparer.Ordinal))
        {
            Add(name, "DifferentDefinitionTables", "Table", $"the UNIQUE ({key}) of {name} is {(these.Contains(key) ? "only in the file" : "only in the database")}");
        }

        string[] ours = [.. said.ForeignKeys.Select(key => Shown(key, _said))];
        string[] theirs = [.. live.ForeignKeys.Select(key => Shown(key, _live))];
        foreach (string key in ours.Except(theirs))
        {
            Add($"{name}{key}", "MissingForeignKeys", "ForeignKey", $"the database has no foreign key {name}{key}");
        }

        foreach (string key in theirs.Except(ours))
        {
            Add($"{name}{key}", "ExtraForeignKeys", "ForeignKey", $"the file has no foreign key {name}{key}");
        }
    }

    private void CompareIndexes(string name, Table said, Table live)
    {
        List<TableIndex> rest = [.. live.Indexes];
        foreach (TableIndex index in said.Indexes)
        {
            // What the file leaves without a name is known by what it is made of.
            int at = index.Name.Length > 0 ? rest.FindIndex(other => other.Name == index.Name) : rest.FindIndex(other => !Differs(index, other));
            if (at < 0)
            {
                Add(Shown(name, index), "MissingIndexes", "Index", $"the database has no index {Shown(name, index)} of {name}");
                continue;
            }

            if (Differs(index, rest[at]))
            {
                Add(Shown(name, index), "DifferentDefinitionIndexes", "Index",
                    $"{Shown(name, index)} is {Made(index)} in the file and {Made(rest[at])} in the database");
            }

            rest.RemoveAt(at);
        }

        foreach (TableIndex index in rest)
        {
            Add(Shown(name, index), "ExtraIndexes", "Index", $"the file has no index {Shown(name, index)} of {name}");
        }
    }

    private void CompareNamed(NamedObjects said, NamedObjects live)
    {
        foreach (string trigger in said.Triggers.Except(live.Triggers))
        {
            Add(Short(trigger), "MissingTriggers", "Trigger", $"the database has no trigger {Short(trigger)}");
        }

        foreach (string trigger in live.Triggers.Except(said.Triggers))
        {
            Add(Short(trigger), "ExtraTriggers", "Trigger", $"the file has no trigger {Short(trigger)}");
        }

        foreach (string sequence in said.Sequences.Except(live.Sequences))
        {
            Add(Short(sequence), "MissingSequences", "Sequence", $"the database has no sequence {Short(sequence)}");
        }

        foreach ((string sequence, string owner) in said.Owners)
        {
            if (live.Sequences.Contains(sequence) && live.Owners.GetValueOrDefault(sequence) is var other && other != owner)
            {
                Add(Short(sequence), "DifferentSequenceOwners", "Sequence",
                    $"{Short(sequence)} is owned by {Short(owner)} in the file and by {(other is null ? "nothing" : Short(other))} in the database");
            }
        }
    }

    /// <summary>Whether two indexes differ for certain: an expression or a condition has many spellings.</summary>
    private static bool Differs(TableIndex one, TableIndex other) =>
        one.Method != other.Method || one.IsUnique != other.IsUnique || one.Keys.Count != other.Keys.Count
        || (one.Predicate is null) != (other.Predicate is null)
        || one.Keys.Zip(other.Keys, (left, right) => left.Column != right.Column).Any(differs => differs);

    /// <summary>Whether two types differ for certain: the schema of a type need not be written.</summary>
    private static bool Differs(SqlType? one, SqlType? other) => one is not null && other is not null
        && (one.Name != other.Name || one.IsArray != other.IsArray || (one.Schema is { } schema && other.Schema is { } others && schema != others));

    private static string Made(TableIndex index) =>
        $"{(index.IsUnique ? "unique " : "")}{index.Method} ({string.Join(", ", index.Keys.Select(key => key.Column ?? key.Expression))}){(index.Predicate is null ? "" : $" WHERE {index.Predicate}")}";

    private static string Shown(string table, TableIndex index) =>
        index.Name.Length > 0 ? index.Name : $"{table}({string.Join(", ", index.Keys.Select(key => key.Column ?? key.Expression))})";

    private static string Shown(ForeignKey key, DatabaseSchema schema)
    {
        string columns = List(key.ForeignColumns);
        if (columns.Length == 0)
        {
            columns = List(schema.Tables.FirstOrDefault(table => table.Name == key.Table)?.PrimaryKey ?? []);
        }

        return $"({List(key.Columns)}) to {Shown(key.Table)}({columns})";
    }

    private static string Shown(QualifiedName name) => Short(name.ToString());

    private static string Short(string name) => name.StartsWith("public.", StringComparison.Ordinal) ? name["public.".Length..] : name;

    private static string Kind(Table table) => table.Kind switch
    {
        TableKind.View => "view",
        TableKind.MaterializedView => "materialized view",
        TableKind.ForeignTable => "foreign table",
        _ => "table",
    };

    private static string List(IEnumerable<string> columns) => string.Join(", ", columns);

    private void Add(string name, string type, string of, string says) => _found.Add(new FoundInconsistency(new SchemaInconsistency(name, type, of), says));
}
