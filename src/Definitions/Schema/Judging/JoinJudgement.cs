using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema.Names;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>Whether the joins of an estimate keep one row for each that is walked.</summary>
internal static class JoinJudgement
{
    public static void Judge(SchemaLookup schema, QueryDefinition query, QueryReading reading)
    {
        // What was not read may be a unique key.
        if (query.Operation != Operation.EstimateBatchDistinctCount || schema.AlteringGap is not null)
        {
            return;
        }

        foreach ((Join join, int index) in reading.Joins)
        {
            if (join.Source.Table is { Kind: not (TableKind.View or TableKind.ForeignTable) } table
                && (table.HasKnownColumns || table.Kind != TableKind.Table) && !HasOneRow(join, table, reading))
            {
                List<string> keys = [.. Keys(table, []).Select(key => $"({string.Join(", ", key)})")];
                reading.Findings.Add(new(FindingKind.MultiplyingJoin, QueryKey.Joins, index, join.Start, join.Length)
                {
                    Subject = join.Source.Alias ?? table.Name.Name,
                    Detail = keys.Count == 0 ? "it has none" : $"unique: {string.Join(", ", keys)}",
                });
            }
        }
    }

    // One row at most, when all columns of a unique key are held at a value of the tables in front or at a constant.
    private static bool HasOneRow(Join join, Table table, QueryReading reading)
    {
        var held = new HashSet<string>(join.Columns, StringComparer.Ordinal);
        List<Condition> conditions = [.. Condition.Of(join.Condition ?? ""), .. reading.Conditions];
        foreach (Condition condition in conditions)
        {
            if (!condition.IsEquality)
            {
                continue;
            }

            (Source Source, string Column)? left = reading.Find(condition.Left);
            (Source Source, string Column)? right = reading.Find(condition.Right);
            if (left?.Source == join.Source && right?.Source != join.Source)
            {
                held.Add(left!.Value.Column);
            }
            else if (right?.Source == join.Source && left?.Source != join.Source)
            {
                held.Add(right!.Value.Column);
            }
        }

        return Keys(table, conditions).Any(key => key.All(held.Contains));
    }

    private static IEnumerable<IReadOnlyList<string>> Keys(Table table, List<Condition> conditions)
    {
        IEnumerable<IReadOnlyList<string>> indexes = table.Indexes
            .Where(index => index.IsUnique && index.Keys.All(key => key.Column is not null)
                && IndexJudgement.IsImplied(index.Predicate, null, conditions))
            .Select(index => (IReadOnlyList<string>)[.. index.Keys.Select(key => key.Column!)]);
        return [.. table.PrimaryKey.IsEmpty ? [] : new[] { table.PrimaryKey }, .. table.UniqueKeys, .. indexes];
    }
}
