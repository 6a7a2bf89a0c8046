using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>
/// Whether an exact count of different values keeps many of them in memory. Whole numbers need a bit each; the values of a column
/// that is counted without any condition are counted along an index, if there is one of all rows that begins with it.
/// </summary>
internal static class DistinctJudgement
{
    public static void Judge(
        SchemaLookup schema, QueryDefinition query, IReadOnlyList<TimeFrame> timeFrames, QueryReading reading)
    {
        if (query.Operation != Operation.DistinctCount || reading.Columns.Count != 1
            || reading.Columns[0] is not { Column: { } column, Source.Table: { } table, Type: { } type } operand
            || schema.FamilyOf(type) == TypeFamily.Incomparable
            || GroupJudgement.IsFew(schema, operand, reading))
        {
            return;
        }

        string? hindrance = Hindrance(schema, query, timeFrames, table);
        if (hindrance is null && HasIndex(table, column.Name))
        {
            return;
        }

        reading.Findings.Add(new(FindingKind.NoIndexForDistinct, QueryKey.Column, 0, 0, query.Columns[0].Length)
        {
            Subject = column.Name,
            Detail = hindrance ?? table.Name.Name,
            Advice = hindrance is null ? IndexJudgement.CreateIndex(schema, table, column.Name) : null,
        });
    }

    // Why no index would help.
    private static string? Hindrance(SchemaLookup schema, QueryDefinition query, IReadOnlyList<TimeFrame> timeFrames, Table table)
    {
        bool isPeriod = timeFrames.Count > 0
            && timeFrames.All(static frame => frame is TimeFrame.SevenDays or TimeFrame.TwentyEightDays);
        bool isConditional = !query.Where.IsEmpty || !query.When.IsEmpty || isPeriod || query.Batch is { Start: not null }
            or { Finish: not null };
        return isConditional ? ", since no index is of the rows of a condition"
            : !query.Joins.IsEmpty ? ", since no index is of joined rows"
            : !query.GroupBy.IsEmpty ? ", since no index is of groups"
            : query.Sketch is not null ? ", since a sketch is made of them"
            : !schema.HasPages(table) || table.PartitionedBy is not null ? ", since no index holds all of them"
            : null;
    }

    private static bool HasIndex(Table table, string column) => BeginsWith(table.PrimaryKey, column)
        || table.UniqueKeys.Any(key => BeginsWith(key, column))
        || table.Indexes.Any(index =>
            index is { Method: "btree", Predicate: null, Keys.Count: > 0 } && index.Keys[0].Column == column);

    private static bool BeginsWith(EquatableArray<string> key, string column) => key.Count > 0 && key[0] == column;
}
