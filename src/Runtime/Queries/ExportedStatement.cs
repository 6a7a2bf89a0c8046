using System.Globalization;
using System.Text.RegularExpressions;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Queries;

/// <summary>One metric, or one part of it, as one statement: the form in which GitLab exports its queries.</summary>
internal static partial class ExportedStatement
{
    /// <summary>The statement; null where the definition alone tells that there is none, which <paramref name="problem"/> explains.</summary>
    internal static string? Of(
        RelationPlan relation, QueryFragment fragment, WalkedTable table, PassParameters parameters, out string? problem)
    {
        FragmentState state = FragmentState.Begin(Quoted(fragment), table);
        problem = state.Failure?.Message;
        return state.IsLive ? ShownSql.WithLiterals(Compose(relation, state), parameters) : null;
    }

    /// <summary>A sum of values, each of which is a statement or a number.</summary>
    internal static string Sum(IEnumerable<string> parts) =>
        "SELECT " + string.Join("\n     + ", parts.Select(part => $"({ShownSql.Indented(part, 8)})").DefaultIfEmpty("0"));

    /// <summary>A quotient of values, each of which is a statement or a number; NULL where the second is 0.</summary>
    internal static string Ratio(string numerator, string denominator) => $"""
        SELECT ({ShownSql.Indented(numerator, 8)})::double precision
             / NULLIF(({ShownSql.Indented(denominator, 15)})::double precision, 0)
        """;

    private static string Compose(RelationPlan relation, FragmentState fragment)
    {
        QueryFragment plan = fragment.Plan;
        IReadOnlyList<string> conditions = fragment.Conditions;
        SelectStatement rows = new()
        {
            Items = [],
            From = relation.Rows is { } derived ? $"{derived} AS {Quoted(relation.Table)}"
                : relation.Alias is { } alias ? $"{Quoted(relation.Source)} AS {Quoted(alias)}"
                : Quoted(relation.Source),
            Joins = relation.Joins,
            Where = conditions.Count == 1 ? conditions : [.. conditions.Select(Sql.Conjunct)],
        };
        return plan.Operation switch
        {
            Operation.Histogram => Histogram(plan, rows),
            Operation.Exists => $"SELECT EXISTS ({ShownSql.Indented($"{rows with { Items = [new SelectItem("1")] }}", 15)})",
            _ when plan.GroupValues.Count > 0 => Listed(plan, rows),
            _ => (rows with
            {
                Items = [.. plan.GroupBy.Select(key => new SelectItem(key)), new SelectItem(Aggregate(plan))],
                GroupBy = plan.GroupBy,
            }).ToString(),
        };
    }

    /// <summary>A sum of nothing is 0 in a payload, and NULL in SQL.</summary>
    private static string Aggregate(QueryFragment plan)
    {
        string columns = string.Join(", ", plan.Columns);
        string value = plan.Columns.Count == 1 ? columns : $"({columns})";
        return plan switch
        {
            { Operation: Operation.Sum } => $"COALESCE(SUM({value}), 0)",
            { Operation: Operation.Average } => $"AVG({value})",
            { Operation: Operation.Max } => $"MAX({value})",
            { Operation: Operation.Min } => $"MIN({value})",
            { Operation: Operation.Percentile } =>
                string.Create(CultureInfo.InvariantCulture, $"PERCENTILE_DISC({plan.Percentile / 100m:0.00}) WITHIN GROUP (ORDER BY {value})"),
            { Operation: Operation.DistinctCount or Operation.EstimateBatchDistinctCount } => $"COUNT(DISTINCT {value})",
            { Columns.Count: 0 } => "COUNT(*)",
            _ => $"COUNT({value})",
        };
    }

    /// <summary>Each group that is listed has a row, and one more has what is in none of them.</summary>
    private static string Listed(QueryFragment plan, SelectStatement rows)
    {
        string[] names = [.. plan.GroupValues.Select(Sql.Literal)];
        string[] others = plan.GroupValues.Contains(LabelLimits.Other) ? [] : [Sql.Literal(LabelLimits.Other)];
        string values = (rows with
        {
            Items = [new SelectItem($"{plan.GroupBy[0]} AS name"), new SelectItem($"{Aggregate(plan)} AS value")],
            GroupBy = ["1"],
        }).ToString();
        bool isNumber = plan.Operation is not (Operation.Average or Operation.Max or Operation.Min or Operation.Percentile);
        return $"""
            SELECT listed.name,
                   {(isNumber ? "COALESCE(found.value, 0)" : "found.value")}
            FROM (VALUES {string.Join(", ", names.Concat(others).Select(name => $"({name})"))}) AS listed (name)
            LEFT JOIN (
                {ShownSql.Indented(values, 4)}
            ) AS found ON found.name = listed.name
            WHERE found.name IS NOT NULL OR listed.name IN ({string.Join(", ", names)})
            """;
    }

    private static string Histogram(QueryFragment plan, SelectStatement rows)
    {
        string counts = (rows with
        {
            Items = [new SelectItem(plan.Columns[0]), new SelectItem("COUNT(*) AS count_grouped")],
            GroupBy = plan.Columns,
        }).ToString();
        return $"""
            WITH count_cte AS MATERIALIZED (
                {ShownSql.Indented(counts, 4)}
            )
            SELECT WIDTH_BUCKET(count_cte.count_grouped, {plan.FirstBucket}, {plan.LastBucket}, {plan.LastBucket - plan.FirstBucket}) AS buckets,
                   COUNT(*)
            FROM count_cte
            GROUP BY buckets
            ORDER BY buckets
            """;
    }

    private static QueryFragment Quoted(QueryFragment fragment) => fragment with
    {
        Columns = [.. fragment.Columns.Select(Quoted)],
        GroupBy = [.. fragment.GroupBy.Select(Quoted)],
        TimestampColumn = Quoted(fragment.TimestampColumn),
        BatchColumn = fragment.BatchColumn is { } column ? Quoted(column) : null,
    };

    /// <summary>A name with quotes around each part, as GitLab writes it; any other expression as it is.</summary>
    private static string Quoted(string expression) => Sql.IsName(expression)
        ? Part().Replace(expression, part => part.Value[0] == '"' ? part.Value : $"\"{part.Value.ToLowerInvariant()}\"")
        : expression;

    [GeneratedRegex("""
        "[^"]+"|[^."]+
        """)]
    private static partial Regex Part();
}
