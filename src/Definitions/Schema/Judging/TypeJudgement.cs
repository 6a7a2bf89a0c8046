using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema.Names;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>Whether operations can be applied to the types of their columns.</summary>
internal static class TypeJudgement
{
    public static void Judge(SchemaLookup schema, QueryDefinition query, QueryReading reading)
    {
        string operation = query.Operation switch
        {
            Operation.Sum => "sum",
            Operation.Average => "average",
            Operation.Max => "max",
            Operation.Min => "min",
            Operation.Percentile => "percentile",
            Operation.DistinctCount => "distinct_count",
            Operation.EstimateBatchDistinctCount => "estimate_batch_distinct_count",
            Operation.Histogram => "histogram",
            _ => "",
        };
        for (int i = 0; i < reading.Columns.Count && operation.Length > 0; i++)
        {
            TypeFamily family = schema.FamilyOf(reading.Columns[i].Type);
            bool needsNumber = query.Operation is Operation.Sum or Operation.Average or Operation.Max or Operation.Min or Operation.Percentile;
            if (needsNumber && family is not (TypeFamily.Integer or TypeFamily.Number or TypeFamily.Unknown))
            {
                Add(reading, QueryKey.Column, i, query.Columns[i], reading.Columns[i], $"{operation} needs a number");
            }
            else if (family == TypeFamily.Incomparable)
            {
                Add(reading, QueryKey.Column, i, query.Columns[i], reading.Columns[i],
                    $"{operation} needs a type whose values can be equal");
            }
        }

        for (int i = 0; i < reading.GroupBy.Count; i++)
        {
            if (schema.FamilyOf(reading.GroupBy[i].Type) == TypeFamily.Incomparable)
            {
                Add(reading, QueryKey.GroupBy, i, query.GroupBy[i], reading.GroupBy[i],
                    "group_by needs a type whose values can be equal");
            }
        }

        if (reading.Batch is { } batch && schema.FamilyOf(batch.Type) is not (TypeFamily.Integer or TypeFamily.Unknown))
        {
            // A table goes by its pages, whatever key it has; only its bounds are whole numbers.
            bool isBounded = query.Batch is { Start: not null } or { Finish: not null };
            bool isCut = reading.From?.Table is { } table && !schema.HasPages(table);
            if (isBounded || isCut)
            {
                Add(reading, QueryKey.BatchColumn, 0, query.Batch!.Column!, batch,
                    isBounded ? "start and finish need an integer" : "key ranges need an integer");
            }
        }
    }

    private static void Add(QueryReading reading, QueryKey key, int index, string text, Operand operand, string need) =>
        reading.Findings.Add(new(FindingKind.UnsuitableType, key, index, 0, text.Length)
        {
            Subject = text,
            Detail = operand.Type!.ToString(),
            Advice = need,
        });
}
