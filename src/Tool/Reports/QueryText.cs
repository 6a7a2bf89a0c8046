using System.Text;

namespace ServicePing.Tool.Reports;

/// <summary>Queries as a script that psql runs.</summary>
internal static class QueryText
{
    internal static string Write(IReadOnlyList<MetricQuery> queries)
    {
        StringBuilder text = new();
        foreach (var database in queries.Where(query => query.Sql is not null).GroupBy(query => query.Database))
        {
            text.Append(database.Key is null ? "-- without a database" : $"-- database {database.Key}").Append("\nSET TimeZone = 'UTC';\n\n");
            foreach (MetricQuery query in database)
            {
                text.Append($"-- {query.KeyPath}\n{query.Sql};\n\n");
            }
        }

        foreach (MetricQuery query in queries.Where(query => query is { Sql: null, Hindrance: not null }))
        {
            text.Append($"-- {query.KeyPath}: {query.Hindrance}\n");
        }

        int others = queries.Count(query => query is { Sql: null, Hindrance: null });
        return text.Append($"-- {queries.Count(query => query.Sql is not null)} metrics in SQL, {others} from elsewhere\n").ToString();
    }

    internal static string Write(IReadOnlyList<PassQuery> passes)
    {
        StringBuilder text = new("""
            -- $1 recorded_at · $2, $3 the bounds of 7d · $4, $5 of 28d, both ends included · $6, $7 of a slice


            """);
        foreach (PassQuery pass in passes)
        {
            text.Append($"-- database {pass.Database}, {pass.Relation} walked by {pass.WalkedBy}: {string.Join(", ", pass.KeyPaths)}\n")
                .Append(pass.Sql).Append(";\n\n");
        }

        return text.Append($"-- {passes.Count} statements a slice\n").ToString();
    }
}
