using ServicePing.Definitions.Model;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>
/// Finds what cannot be computed slice by slice. Every statement sees a part of the walked table, and their answers are added up;
/// what does not add up would be a wrong number that looks right.
/// </summary>
internal static class SliceCheck
{
    /// <summary>All findings about a query itself, without its parts.</summary>
    public static IEnumerable<QueryFinding> Check(QueryDefinition query, SchemaLookup? schema)
    {
        Dictionary<string, SqlOutline> outlines = new(StringComparer.Ordinal);
        List<(SqlOutline Outline, QueryFinding Place)> texts = [];
        foreach ((string text, QueryKey key, int index) in QueryJudge.Texts(query))
        {
            if (key != QueryKey.From)
            {
                texts.Add((OutlineOf(text), new(FindingKind.NotChecked, key, index, 0, 0)));
            }
        }

        foreach (QueryFinding finding in OuterJoinCheck.Check(query, OutlineOf))
        {
            yield return finding;
        }

        ViewCheck? views = schema is null ? null : new ViewCheck(schema);
        if (query is { From: { } from, Batch.Column: not null } && views?.CheckWalked(from) is { } walked)
        {
            yield return walked;
        }

        foreach ((SqlOutline outline, QueryFinding place) in texts)
        {
            foreach (QueryFinding finding in views?.Check(outline, place) ?? [])
            {
                yield return finding;
            }

            foreach (QueryFinding finding in new RowExpressionCheck(outline, place, query.Operation, schema).Check())
            {
                yield return finding;
            }

            foreach (QueryFinding finding in new SteadyCheck(outline, place, schema).Check(IsAlias))
            {
                yield return finding;
            }
        }

        SqlOutline OutlineOf(string text)
        {
            if (!outlines.TryGetValue(text, out SqlOutline? outline))
            {
                outlines.Add(text, outline = new SqlOutline(text));
            }

            return outline;
        }

        // A name that a subquery gives to one of its columns.
        bool IsAlias(string name) => outlines.Values.Any(outline => Enumerable.Range(1, Math.Max(0, outline.Count - 1))
            .Any(at => outline.IsName(at) && outline.Name(at) == name && outline.Is(at - 1, "as")));
    }
}
