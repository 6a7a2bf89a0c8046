using ServicePing.Definitions.Model;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>
/// Finds texts that are more than one value of one row: aggregates and what belongs to them, window functions, and several
/// expressions. Each slice would answer for its own rows, and the sum of the answers is nobody's.
/// </summary>
internal sealed class RowExpressionCheck(SqlOutline outline, QueryFinding place, Operation? operation, SchemaLookup? schema)
{
    public IEnumerable<QueryFinding> Check()
    {
        if (place.Key != QueryKey.Joins)
        {
            if (Modifier() is { } modifier)
            {
                yield return modifier;
            }

            if (Several() is { } several)
            {
                yield return several;
            }
        }

        for (int at = 0; at < outline.Count; at++)
        {
            if (outline.IsCall(at) && IsAggregate(at) && BelongsToWalk(at))
            {
                bool isWindow = SqlAggregates.IsWindow(outline, at);
                yield return Finding(at, at + 1, outline.Name(at), isWindow
                    ? "looks at other rows, of which each slice has but its own"
                    : "takes rows together, of which each slice has but its own", isWindow
                    ? "select from a subquery or a view that computes it"
                    : Aggregated(outline.Name(at)));
            }
        }
    }

    private QueryFinding? Modifier()
    {
        string? word = outline.Is(0, "distinct") ? "DISTINCT"
            : outline.Is(0, "all") ? "ALL"
            : outline.Is(0, "variadic") ? "VARIADIC"
            : null;
        return word is null ? null : Finding(
            0, 1, word, "belongs to an aggregate, which each slice computes for itself",
            word == "DISTINCT" && place.Key == QueryKey.Column ? Distinct() : "leave it out");
    }

    private string Distinct() => operation switch
    {
        Operation.Count => $"use operation: distinct_count with column: {outline.Slice(new(1, outline.Count))}",
        Operation.Sum or Operation.Average or Operation.Percentile => "leave it out, or select from a view in which each value stands once",
        Operation.Max or Operation.Min => "leave it out, since no value changes it by standing twice",
        _ => "leave it out, since every value counts once anyway",
    };

    private QueryFinding? Several()
    {
        for (int at = 0; at < outline.Count; at = outline.Next(at))
        {
            if (outline.Kind(at) == SqlTokenKind.Comma)
            {
                return Finding(
                    at, at + 1, ",", "makes several expressions of a text that is one",
                    place.Key is QueryKey.Column or QueryKey.GroupBy ? "write a list, such as [a, b]" : "write one");
            }
        }

        bool isStar = outline.Count > 0 && outline[outline.Count - 1].In(outline.Text) == "*"
            && (outline.Count == 1 || outline.Kind(outline.Count - 2) == SqlTokenKind.Dot);
        return isStar && (place.Key != QueryKey.Column || operation != Operation.Count)
            ? Finding(0, outline.Count, outline.Text.Trim(), "is several columns", "name one, or write a list, such as [a, b]")
            : null;
    }

    private string Aggregated(string name) => (name, place.Key) switch
    {
        ("count" or "sum" or "avg" or "max" or "min", QueryKey.Column) => $"leave {name} to the operation, and write what is in its parentheses",
        (_, QueryKey.Column or QueryKey.GroupBy or QueryKey.TimestampColumn or QueryKey.BatchColumn) =>
            "select from a subquery or a view that computes it",
        _ => "write it in a subquery, such as (SELECT …)",
    };

    // Names of other schemas are other functions, and a schema that knows a function knows what it is.
    private bool IsAggregate(int at)
    {
        string name = outline.Name(at);
        bool isKeyword = outline.Kind(at) == SqlTokenKind.Word && (SqlKeywords.IsReserved(name) || name == "over");
        if (isKeyword || outline.QueryIn(at + 1) is not null)
        {
            return false;
        }

        if (SqlAggregates.IsMarked(outline, at))
        {
            return true;
        }

        bool isForeign = outline.Kind(at - 1) == SqlTokenKind.Dot
            && !(outline.IsName(at - 2) && outline.Name(at - 2) == "pg_catalog");
        return schema?.IsAggregate(name) == true
            || (!isForeign && SqlAggregates.Contains(name) && schema?.HasFunction(name) != true);
    }

    // An aggregate in a subquery is the subquery's, unless all columns that it takes come from around it.
    private bool BelongsToWalk(int at)
    {
        if (outline.QueryAround(at) is not { } query)
        {
            return true;
        }

        if (SqlAggregates.IsWindow(outline, at))
        {
            return false;
        }

        List<(string? Table, string Column)> columns = [];
        for (int place = at + 2; place < outline.Partner(at + 1); place++)
        {
            if (outline.Is(place, "select"))
            {
                return false;
            }

            if (outline.IsName(place) && outline.Kind(place + 1) == SqlTokenKind.Dot && outline.IsName(place + 2))
            {
                columns.Add((outline.Name(place), outline.Name(place + 2)));
                place += 2;
            }
            else if (outline.IsName(place) && !outline.IsCall(place) && !SqlKeywords.IsReserved(outline.Name(place)))
            {
                columns.Add((null, outline.Name(place)));
            }
        }

        for (SqlQuery? around = query; around is not null; around = outline.QueryAround(around.Opening))
        {
            SqlSelect? select = around.Selects.LastOrDefault(one => one.Place < at);
            List<SqlSource>? sources = select?.From is { } from ? SqlSource.Read(outline, from) : [];
            bool isOwn = sources is null || columns.Exists(column =>
                column.Table is null ? sources.Count > 0 : sources.Exists(source => source.Alias == column.Table));
            if (isOwn)
            {
                return false;
            }
        }

        return columns.Count > 0;
    }

    private QueryFinding Finding(int start, int end, string subject, string cause, string advice) => place with
    {
        Kind = FindingKind.NotOneRow,
        Start = outline[start].Start,
        Length = outline[end - 1].End - outline[start].Start,
        Subject = subject,
        Detail = cause,
        Advice = advice,
    };
}
