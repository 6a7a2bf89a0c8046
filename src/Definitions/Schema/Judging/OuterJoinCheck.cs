using ServicePing.Definitions.Model;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>
/// Finds joins that keep rows without a partner in the walked table. Such rows belong to no slice of that table, so that a
/// collection would lose them, and a single statement would not.
/// </summary>
internal static class OuterJoinCheck
{
    public static IEnumerable<QueryFinding> Check(QueryDefinition query, Func<string, SqlOutline> outlineOf)
    {
        bool isApart = false;
        for (int index = 0; index < query.Joins.Count && !isApart; index++)
        {
            SqlOutline outline = outlineOf(query.Joins[index]);

            // A joined table may itself be joined before its ON is said: then the walked table is not on the left side.
            int waiting = 0;
            for (int at = 0; at < outline.Count && !isApart; at = outline.Next(at))
            {
                // Behind a comma stands a table of its own, to whose joins the walked one does not belong.
                isApart = outline.Kind(at) == SqlTokenKind.Comma;
                if (outline.Is(at, "on") || outline.Is(at, "using"))
                {
                    waiting = Math.Max(0, waiting - 1);
                }
                else if (SqlJoins.At(outline, at) is { } found)
                {
                    if (found.Join is SqlJoin.Right or SqlJoin.Full && waiting == 0)
                    {
                        yield return Finding(query, index, outline, at, found.Join, found.Behind);
                    }

                    waiting += found.IsNatural || found.Join == SqlJoin.Cross ? 0 : 1;
                    at = found.Behind - 1;
                }
            }
        }
    }

    private static QueryFinding Finding(QueryDefinition query, int index, SqlOutline outline, int at, SqlJoin join, int behind)
    {
        string words = join == SqlJoin.Right ? "RIGHT JOIN" : "FULL JOIN";
        string? table = Table(outline, behind);
        string other = table ?? "the joined table";
        string walked = query.Alias ?? query.From ?? "the walked table";
        return new(FindingKind.OuterJoin, QueryKey.Joins, index, outline[at].Start, outline[behind - 1].End - outline[at].Start)
        {
            Subject = words,
            Detail = $"keeps rows of {Quoted(other, table)} that have no partner in '{walked}', and these belong to no slice of "
                + $"'{walked}'",
            Advice = join == SqlJoin.Right
                ? $"turn the query round (from: {table ?? "…"}, joins: LEFT JOIN {walked} …), "
                    + "or write JOIN where such rows do not count"
                : $"write LEFT JOIN, and add such rows in a part of its own (operation: add, parts: …, from: {table ?? "…"}, "
                    + "where: NOT EXISTS (…))",
        };
    }

    private static string Quoted(string text, string? table) => table is null ? text : $"'{text}'";

    private static string? Table(SqlOutline outline, int at)
    {
        at += outline.Is(at, "only") ? 1 : 0;
        int end = at;
        while (outline.IsName(end) && outline.Kind(end + 1) == SqlTokenKind.Dot)
        {
            end += 2;
        }

        bool isTable = outline.IsName(end) && !outline.IsCall(end) && !outline.Is(end, "lateral");
        return isTable ? outline.Slice(new(at, end + 1)) : null;
    }
}
