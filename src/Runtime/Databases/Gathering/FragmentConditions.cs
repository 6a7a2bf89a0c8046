using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>The conditions of a fragment.</summary>
internal static class FragmentConditions
{
    /// <summary>Which rows a fragment takes: by its filter, its window, its bounds; all of these must hold.</summary>
    internal static IReadOnlyList<string> Of(QueryFragment fragment, WalkedTable table)
    {
        List<string> conditions = [];
        if (fragment.Window is TimeFrame.SevenDays or TimeFrame.TwentyEightDays)
        {
            (int from, int to) = PassParameters.Window(fragment.Window);
            conditions.Add($"{Sql.Operand(fragment.TimestampColumn)} BETWEEN ${from} AND ${to}");
        }

        if (fragment.BatchStart is { } start)
        {
            conditions.Add($"{BatchColumn(fragment, table)} >= {start}");
        }

        if (fragment.BatchFinish is { } finish)
        {
            conditions.Add($"{BatchColumn(fragment, table)} <= {finish}");
        }

        // Last, as it may cost much, and is asked of those rows alone for which the others hold.
        if (fragment.Filter is { } filter)
        {
            conditions.Add(filter);
        }

        return conditions;
    }

    private static string BatchColumn(QueryFragment fragment, WalkedTable table) =>
        Sql.Operand(fragment.BatchColumn ?? table.PrimaryKeyColumn());
}
