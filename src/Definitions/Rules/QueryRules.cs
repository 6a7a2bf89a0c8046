using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using static ServicePing.Definitions.Rules.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Which keys an operation takes, and which it needs.</summary>
internal static class QueryRules
{
    private static readonly string[] SourceKeys =
        ["database", "from", "joins", "where", "when", "column", "group_by", "timestamp_column", "batch", "buckets", "sketch"];

    public static void Check(QueryDefinition query, MapReader reader, bool isPart)
    {
        if (reader.Problems.IsTruncated)
        {
            return;
        }

        if (query.Value is not null || query.PromQl is not null)
        {
            CheckAlone(query.Value is not null ? "value" : "promql", reader);
        }
        else if (query.Operation == Operation.Add)
        {
            CheckAdd(reader);
        }
        else if (query.Operation is { } operation)
        {
            CheckOperation(operation, query, reader);
        }
        else if (!reader.Has("operation"))
        {
            reader.Report(
                QueryKeys,
                $"A query needs 'operation': add one of {string.Join(", ", Words.Operations.Select(static word => word.Text))}.");
        }

        if (isPart && (query.Operation is Operation.Add or Operation.Histogram || !query.GroupBy.IsEmpty))
        {
            reader.Report(
                QueryKeys, "operation",
                "A part of 'add' is one number: use count, distinct_count, estimate_batch_distinct_count, sum or average, "
                + "without 'group_by'.");
        }
        else if (isPart && !reader.Has("operation") && (query.Value is not null || query.PromQl is not null))
        {
            reader.Report(
                QueryKeys,
                "A part of 'add' reads a table: give it an 'operation', or make a metric of it and name that under 'metrics'.");
        }
    }

    private static void CheckAlone(string key, MapReader reader)
    {
        foreach (YamlEntry entry in reader.Map.Entries)
        {
            if (entry.Key != key)
            {
                reader.Problems.Add(
                    QueryKeys, entry.KeyStart, entry.KeyEnd,
                    $"'{Quoting.Shorten(entry.Key)}' cannot stand beside '{key}': leave one of the two out.");
            }
        }
    }

    private static void CheckAdd(MapReader reader)
    {
        foreach (string key in SourceKeys)
        {
            Forbid(reader, key, "add", "write it in the 'parts'");
        }

        if (reader.Has("metrics") == reader.Has("parts"))
        {
            reader.Report(
                QueryKeys, "operation",
                reader.Has("parts")
                    ? "'add' has both 'metrics' and 'parts': keep one of them."
                    : "'add' needs what to add: add 'metrics' with key paths, or 'parts' with queries.");
        }
        else if (reader.Map[reader.Has("parts") ? "parts" : "metrics"] is YamlList { Items.Length: 0 })
        {
            reader.Report(
                QueryKeys, reader.Has("parts") ? "parts" : "metrics",
                "'add' has nothing to add: name at least one metric or part.");
        }
    }

    private static void CheckOperation(Operation operation, QueryDefinition query, MapReader reader)
    {
        string name = Words.Of(Words.Operations, operation);
        Forbid(reader, "metrics", name, "only add takes it");
        Forbid(reader, "parts", name, "only add takes it");
        if (!reader.Has("from"))
        {
            reader.Report(QueryKeys, "operation", $"'{name}' needs 'from': add the table that it reads.");
        }

        if (operation is Operation.Sum or Operation.Average or Operation.Histogram && query.Columns.Count != 1)
        {
            reader.Report(
                QueryKeys, reader.Has("column") ? "column" : "operation",
                $"'{name}' needs one 'column', here are {query.Columns.Count}: name the column or expression.");
        }

        if (operation == Operation.Histogram)
        {
            Forbid(reader, "group_by", name, "a histogram groups by itself: leave it out");
            if (!reader.Has("buckets"))
            {
                reader.Report(QueryKeys, "operation", "'histogram' needs 'buckets': add the first and the last, such as 1..100.");
            }
        }
        else
        {
            Forbid(reader, "buckets", name, "only histogram takes it");
        }

        if (operation is not (Operation.DistinctCount or Operation.EstimateBatchDistinctCount))
        {
            Forbid(reader, "sketch", name, "only distinct_count and estimate_batch_distinct_count keep a sketch");
        }
    }

    private static void Forbid(MapReader reader, string key, string operation, string fix)
    {
        if (reader.Has(key))
        {
            reader.Report(QueryKeys, key, $"'{operation}' takes no '{key}'; {fix}.");
        }
    }
}
