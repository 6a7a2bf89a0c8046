using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema.Names;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>Whether indexes serve what a query does: its key ranges and its period.</summary>
internal static class IndexJudgement
{
    private const int LongestName = 63;

    /// <summary>Judges the period of a column.</summary>
    public static void JudgeWindow(SchemaLookup schema, QueryDefinition query, QueryReading reading, Operand timestamp)
    {
        if (timestamp is { Column: { } column, Source: { Table: { Kind: not (TableKind.View or TableKind.ForeignTable) } table } source }
            && !IsPartitionedBy(table, column.Name)
            && !Serves(source, table, column.Name, reading, canBeCoarse: true))
        {
            reading.Findings.Add(new(FindingKind.NoIndexForWindow, QueryKey.TimestampColumn, 0, 0, query.TimestampColumn.Length)
            {
                Subject = column.Name,
                Detail = table.Name.Name,
                Advice = CreateIndex(schema, table, column.Name),
            });
        }
    }

    /// <summary>Judges the key whose ranges cut the walked table into slices; tables that name none are cut by their pages.</summary>
    public static void JudgeKey(SchemaLookup schema, QueryDefinition query, QueryReading reading)
    {
        if (query.Operation is null or Operation.Histogram
            || reading is not { From.Table.Kind: not (TableKind.View or TableKind.ForeignTable), Batch: { } batch }
            || batch is not { Column: { } column, Source.Table: { } owner }
            || schema.FamilyOf(batch.Type) != TypeFamily.Integer
            || Serves(batch.Source, owner, column.Name, reading, canBeCoarse: false))
        {
            return;
        }

        reading.Findings.Add(new(FindingKind.NoIndexForKeyRanges, QueryKey.BatchColumn, 0, 0, query.Batch!.Column!.Length)
        {
            Subject = column.Name,
            Detail = owner.Name.Name,
            Advice = CreateIndex(schema, owner, column.Name),
        });
    }

    /// <summary>Judges an exact count of different values; integers need no index, since a bit each is enough.</summary>
    public static void JudgeDistinct(SchemaLookup schema, QueryDefinition query, QueryReading reading)
    {
        if (query.Operation == Operation.DistinctCount && reading.Columns.Count == 1
            && reading.Columns[0] is { Column: { } column, Source.Table: { } table } counted
            && table.Kind is not (TableKind.View or TableKind.ForeignTable)
            && schema.FamilyOf(counted.Type) is not (TypeFamily.Integer or TypeFamily.Unknown or TypeFamily.Incomparable)
            && !Serves(counted.Source, table, column.Name, reading, canBeCoarse: false))
        {
            reading.Findings.Add(new(FindingKind.NoIndexForDistinct, QueryKey.Column, 0, 0, query.Columns[0].Length)
            {
                Subject = column.Name,
                Detail = table.Name.Name,
                Advice = CreateIndex(schema, table, column.Name),
            });
        }
    }

    // An index whose first key is the column, behind keys that the query holds at constants; a partial one if the query says as
    // much as its predicate. A coarse one, BRIN, finds blocks but no order.
    private static bool Serves(Source source, Table table, string column, QueryReading reading, bool canBeCoarse)
    {
        HashSet<string> held = HeldColumns(source, reading);
        return LeadsTo(table.PrimaryKey, column, held)
            || table.UniqueKeys.Any(key => LeadsTo(key, column, held))
            || table.Indexes.Any(index => (index.Method == "btree" || (canBeCoarse && index.Method == "brin"))
                && LeadsTo(index.Keys.Select(key => key.Column ?? ""), column, held)
                && IsImplied(index.Predicate, column, reading.Conditions));
    }

    private static bool LeadsTo(IEnumerable<string> keys, string column, HashSet<string> held) =>
        keys.SkipWhile(key => key != column && held.Contains(key)).FirstOrDefault() == column;

    private static HashSet<string> HeldColumns(Source source, QueryReading reading)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (Condition condition in reading.Conditions)
        {
            if (condition.IsBounded && reading.Find(condition.Left) is { } found && found.Source == source)
            {
                held.Add(found.Column);
            }
        }

        return held;
    }

    /// <summary>Whether a query only looks at rows for which the predicate of an index holds.</summary>
    /// <param name="predicate">The predicate; null for all rows.</param>
    /// <param name="column">A column that is compared, and so is not NULL.</param>
    /// <param name="conditions">What the query says.</param>
    public static bool IsImplied(string? predicate, string? column, IReadOnlyList<Condition> conditions) => predicate is null
        || Condition.Of(predicate).TrueForAll(needed => needed.Normalised == $"{column} is not null"
            || conditions.Any(condition => condition.Normalised == needed.Normalised));

    private static bool IsPartitionedBy(Table table, string column)
    {
        var cursor = new SqlCursor(table.PartitionedBy ?? "");
        return cursor.Take("range") && cursor.Take(SqlTokenKind.OpenParenthesis) && cursor.TakeName() == column;
    }

    // An index on a partitioned table cannot be built CONCURRENTLY.
    private static string CreateIndex(SchemaLookup schema, Table table, string column)
    {
        string name = $"index_{table.Name.Name}_on_{column}";
        name = name.Length > LongestName ? name.Substring(0, LongestName) : name;
        string concurrently = table.PartitionedBy is null ? " CONCURRENTLY" : "";
        return $"CREATE INDEX{concurrently} {SqlName.Quote(name)} ON {schema.NameOf(table)} ({SqlName.Quote(column)});";
    }
}
