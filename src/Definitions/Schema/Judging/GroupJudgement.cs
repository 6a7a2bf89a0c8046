using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema.Names;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>Whether a group has a bounded number of members, and nothing that users typed.</summary>
internal static class GroupJudgement
{
    public static void Judge(SchemaLookup schema, QueryDefinition query, QueryReading reading)
    {
        if (!query.GroupValues.IsEmpty || query.MaxGroups is not null)
        {
            return;
        }

        for (int i = 0; i < reading.GroupBy.Count; i++)
        {
            if (reading.GroupBy[i] is { Column: { } column, Source.Table: { } table, Type: { } type } operand
                && !IsBounded(schema.FamilyOf(type), column.Name, table)
                && !IsHeld(operand, column, reading))
            {
                reading.Findings.Add(new(FindingKind.UnboundedGroup, QueryKey.GroupBy, i, 0, query.GroupBy[i].Length)
                {
                    Subject = query.GroupBy[i],
                    Detail = type.ToString(),
                    Advice = $"{query.GroupBy[i]} IN (…)",
                });
            }
        }
    }

    /// <summary>Whether a column has few values, or such as need a bit each.</summary>
    public static bool IsFew(SchemaLookup schema, Operand operand, QueryReading reading) =>
        operand is not { Column: { } column, Source.Table: { } table, Type: { } type }
        || schema.FamilyOf(type) is TypeFamily.Integer or TypeFamily.Boolean or TypeFamily.Enum or TypeFamily.Unknown
        || (schema.FamilyOf(type) == TypeFamily.Text && IsChecked(column.Name, table))
        || IsHeld(operand, column, reading);

    private static bool IsHeld(Operand operand, Column column, QueryReading reading) =>
        reading.Conditions.Exists(condition => condition.IsBounded
            && reading.Find(condition.Left) is { } found && found.Source == operand.Source && found.Column == column.Name);

    // How many rows a table has is not known, so integers count as bounded unless each row has its own.
    private static bool IsBounded(TypeFamily family, string column, Table table) => family switch
    {
        TypeFamily.Enum or TypeFamily.Boolean or TypeFamily.Unknown or TypeFamily.Incomparable => true,
        TypeFamily.Integer => !IsAlone(column, table.PrimaryKey) && !table.UniqueKeys.Any(key => IsAlone(column, key)),
        TypeFamily.Text => IsChecked(column, table) || table.ForeignKeys.Any(key => IsAlone(column, key.Columns)),
        _ => false,
    };

    private static bool IsAlone(string column, EquatableArray<string> key) => key.Count == 1 && key[0] == column;

    private static bool IsChecked(string column, Table table) => table.Checks.Any(check => Condition.Of(check)
        .Exists(condition => condition.IsBounded && condition.Left.Count == 1 && condition.Left[0] == column));
}
