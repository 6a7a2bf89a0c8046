using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema.Names;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>Whether an index serves the period of a query.</summary>
internal static class IndexJudgement
{
    private const int LongestName = 63;

    /// <summary>Judges the period of a column.</summary>
    public static void JudgeWindow(SchemaLookup schema, QueryDefinition query, QueryReading reading, Operand timestamp)
    {
        if (timestamp is { Column: { } column, Source: { Table: { Kind: not (TableKind.View or TableKind.ForeignTable) } table } source }
            && !IsPartitionedBy(table, column.Name)
            && !Serves(source, table, column.Name, reading))
        {
            reading.Findings.Add(new(FindingKind.NoIndexForWindow, QueryKey.TimestampColumn, 0, 0, query.TimestampColumn.Length)
            {
                Subject = column.Name,
                Detail = table.Name.Name,
                Advice = CreateIndex(schema, table, column.Name),
            });
        }
    }

    // An index whose first key is the column, behind keys that the query holds at constants; a partial one if the query says as
    // much as its predicate.
    private static bool Serves(Source source, Table table, string column, QueryReading reading)
    {
        HashSet<string> held = HeldColumns(source, reading);
        return LeadsTo(table.PrimaryKey, column, held)
            || table.UniqueKeys.Any(key => LeadsTo(key, column, held))
            || table.Indexes.Any(index => index.Method is "btree" or "brin"
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

    /// <summary>The statement that makes an index; that of a partitioned table cannot be built CONCURRENTLY.</summary>
    public static string CreateIndex(SchemaLookup schema, Table table, string column)
    {
        string name = $"index_{table.Name.Name}_on_{column}";
        name = name.Length > LongestName ? name.Substring(0, LongestName) : name;
        string concurrently = table.PartitionedBy is null ? " CONCURRENTLY" : "";
        return $"CREATE INDEX{concurrently} {SqlName.Quote(name)} ON {schema.NameOf(table)} ({SqlName.Quote(column)});";
    }
}
