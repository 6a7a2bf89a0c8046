using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>
/// Whether what is walked can be cut into slices. Tables and materialized views are, by their pages; what has none only by the
/// ranges of a key that <c>batch</c> names.
/// </summary>
internal static class WalkJudgement
{
    public static void JudgeKey(SchemaLookup schema, QueryDefinition query, QueryReading reading)
    {
        if (query.Batch?.Column is not null || reading.From?.Table is not { } table || schema.HasPages(table))
        {
            return;
        }

        Column? key = table.FindColumn("id") is { } id && IsWhole(schema, id) ? id
            : table.Columns.FirstOrDefault(column => IsWhole(schema, column));
        reading.Findings.Add(new(FindingKind.NoKeyRanges, QueryKey.From, 0, 0, query.From!.Length)
        {
            Subject = query.From,
            Detail = table.Kind switch
            {
                TableKind.View => "a view, which has no pages",
                TableKind.ForeignTable => "a foreign table, which has no pages here",
                _ => "partly a foreign table, which has no pages here",
            },
            Advice = key is null ? null : $"batch: {{ column: {key.Name} }}",
        });
    }

    private static bool IsWhole(SchemaLookup schema, Column column) => schema.FamilyOf(column.Type) == TypeFamily.Integer;
}
