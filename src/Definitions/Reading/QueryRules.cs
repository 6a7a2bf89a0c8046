using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Which keys an operation takes, and which it needs.</summary>
internal static class QueryRules
{
    public static void Check(QueryDefinition query, MapReader reader, bool isPart)
    {
        if (reader.Problems.IsTruncated)
        {
            return;
        }

        if (query.Value is not null)
        {
            CheckAlone(QueryKeys.Value, reader);
        }
        else if (query.PromQl is not null)
        {
            CheckPromQl(query, reader);
        }
        else if (query.Operation == Operation.Add)
        {
            CompositeRules.CheckAdd(reader);
        }
        else if (query.Operation == Operation.Ratio)
        {
            CompositeRules.CheckRatio(reader);
        }
        else if (query.Operation == Operation.Sites)
        {
            CompositeRules.CheckSites(query, reader);
        }
        else if (query.Operation is { } operation)
        {
            CheckOperation(operation, query, reader);
        }
        else if (!reader.Has(QueryKeys.Operation))
        {
            reader.Report(
                QueryShape,
                $"A query needs 'operation': add one of {string.Join(", ", Words.Operations.Select(static word => word.Text))}.");
        }

        if (isPart && (query.Operation is Operation.Add or Operation.Ratio or Operation.Sites or Operation.Histogram or Operation.Exists || !query.GroupBy.IsEmpty))
        {
            reader.Report(
                QueryShape, QueryKeys.Operation,
                "A part of 'add' is one number: use count, distinct_count, estimate_batch_distinct_count, sum, average, max, min "
                + "or percentile, "
                + "without 'group_by'.");
        }
        else if (isPart && !reader.Has(QueryKeys.Operation) && (query.Value is not null || query.PromQl is not null))
        {
            reader.Report(
                QueryShape,
                "A part of 'add' reads a table: give it an 'operation', or make a metric of it and name that under 'metrics'.");
        }
    }

    /// <summary>Where in a query one of its <see cref="QueryDefinition.Operands"/> stands.</summary>
    public static object[] PathOf(QueryDefinition query, int operand) =>
        query.Operation != Operation.Ratio ? [QueryKeys.Metrics, operand]
        : operand == 0 ? [QueryKeys.Numerator]
        : [QueryKeys.Denominator];

    private static void CheckAlone(Key key, MapReader reader, params Key[] besides)
    {
        foreach (YamlEntry entry in reader.Map.Entries)
        {
            if (entry.Key != key && !Array.Exists(besides, other => other == entry.Key))
            {
                reader.Problems.Add(
                    QueryShape, entry.KeyStart, entry.KeyEnd,
                    $"'{Quoting.Shorten(entry.Key)}' cannot stand beside '{key}': leave one of the two out.");
            }
        }
    }

    /// <summary>Groups of PromQL are the labels of its series; what nobody can put together is put together in the text.</summary>
    private static void CheckPromQl(QueryDefinition query, MapReader reader)
    {
        Forbid(
            reader, QueryKeys.Values, "promql",
            "nobody can tell what the values of other series come to together: select the series in the text, as in status=~\"ok|failed\"");
        Forbid(
            reader, QueryKeys.MaxGroups, "promql",
            "nobody can tell what the values of other series come to together: write the text as topk(20, …)");
        CheckAlone(QueryKeys.PromQl, reader, QueryKeys.GroupBy, QueryKeys.ListOf, QueryKeys.Values, QueryKeys.MaxGroups);
        CheckList(query, reader);
    }

    private static void CheckOperation(Operation operation, QueryDefinition query, MapReader reader)
    {
        string name = Words.Of(Words.Operations, operation);
        Forbid(reader, QueryKeys.Metrics, name, "only add and sites take it");
        Forbid(reader, QueryKeys.Parts, name, "only add takes it");
        Forbid(reader, QueryKeys.Numerator, name, "only ratio takes it");
        Forbid(reader, QueryKeys.Denominator, name, "only ratio takes it");
        if (!reader.Has(QueryKeys.From))
        {
            reader.Report(QueryShape, QueryKeys.Operation, $"'{name}' needs 'from': add the table that it reads.");
        }

        if (query.IsDerived)
        {
            CheckDerived(operation, name, reader);
        }

        bool takesOneColumn = operation is Operation.Sum or Operation.Average or Operation.Max or Operation.Min or Operation.Percentile or Operation.Histogram;
        if (takesOneColumn && query.Columns.Count != 1)
        {
            reader.Report(
                QueryShape, reader.Has(QueryKeys.Column) ? QueryKeys.Column : QueryKeys.Operation,
                $"'{name}' needs one 'column', here are {query.Columns.Count}: name the column or expression.");
        }

        if (operation == Operation.Exists)
        {
            Forbid(reader, QueryKeys.Column, name, "it looks for rows: ask for a value under 'where', as in 'author_id IS NOT NULL'");
            Forbid(reader, QueryKeys.GroupBy, name, "every group that there is has a row: use count");
            ForbidGroups(reader, name, "it has no groups: leave it out");
        }

        if (operation == Operation.Histogram)
        {
            Forbid(reader, QueryKeys.GroupBy, name, "a histogram groups by itself: leave it out");
            ForbidGroups(reader, name, "a histogram groups by itself: leave it out");
            if (!reader.Has(QueryKeys.Buckets))
            {
                reader.Report(QueryShape, QueryKeys.Operation, "'histogram' needs 'buckets': add the first and the last, such as 1..100.");
            }
        }
        else
        {
            Forbid(reader, QueryKeys.Buckets, name, "only histogram takes it");
        }

        if (operation != Operation.Percentile)
        {
            Forbid(reader, QueryKeys.Percentile, name, "only percentile takes it");
        }
        else if (!reader.Has(QueryKeys.Percentile))
        {
            reader.Report(QueryShape, QueryKeys.Operation, "'percentile' needs 'percentile': add which, such as 95.");
        }

        if (operation is not (Operation.Exists or Operation.Histogram))
        {
            CheckGroups(query, reader);
        }

        if (operation is not (Operation.DistinctCount or Operation.EstimateBatchDistinctCount))
        {
            Forbid(reader, QueryKeys.Sketch, name, "only distinct_count and estimate_batch_distinct_count keep a sketch");
        }
    }

    /// <summary>Rows of a subquery or a function have no pages and no key that is known.</summary>
    private static void CheckDerived(Operation operation, string name, MapReader reader)
    {
        if (reader.Has(QueryKeys.Batch))
        {
            reader.Report(
                QueryShape, QueryKeys.Batch,
                "Rows of a subquery or a function are read at once, and 'batch' cuts a table: leave it out, or make a view of the subquery.");
        }

        if (operation is Operation.DistinctCount or Operation.EstimateBatchDistinctCount && !reader.Has(QueryKeys.Column))
        {
            reader.Report(
                QueryShape, QueryKeys.Operation,
                $"'{name}' counts a primary key where no 'column' is named, and rows of a subquery or a function have none: add 'column'.");
        }
    }

    /// <summary>Which groups there are, and how many.</summary>
    private static void CheckGroups(QueryDefinition query, MapReader reader)
    {
        if (reader.Has(QueryKeys.Values) && query.GroupBy.Count != 1)
        {
            reader.Report(
                QueryShape, QueryKeys.Values,
                $"'values' lists the groups of one 'group_by', here are {query.GroupBy.Count}: group by one expression, or leave 'values' out.");
        }
        else if (reader.Has(QueryKeys.Values) && reader.Has(QueryKeys.MaxGroups))
        {
            reader.Report(QueryShape, QueryKeys.MaxGroups, "'values' says already which groups there are: leave 'max_groups' out.");
        }
        else if (reader.Map[QueryKeys.Values] is YamlList { Items.Length: 0 })
        {
            reader.Report(QueryShape, QueryKeys.Values, "'values' lists no group: name at least one, or leave it out.");
        }

        if (reader.Has(QueryKeys.MaxGroups) && query.GroupBy.IsEmpty)
        {
            reader.Report(QueryShape, QueryKeys.MaxGroups, "'max_groups' is the number of groups of a 'group_by': add it, or leave 'max_groups' out.");
        }

        CheckList(query, reader);
    }

    private static void CheckList(QueryDefinition query, MapReader reader)
    {
        if (reader.Has(QueryKeys.ListOf) && (query.GroupBy.IsEmpty || query.ListOf.Count != query.GroupBy.Count + 1))
        {
            reader.Report(
                QueryShape, QueryKeys.ListOf,
                query.GroupBy.IsEmpty
                    ? "'list_of' makes an object of each group of a 'group_by': add it, or leave 'list_of' out."
                    : $"'list_of' names a member for each of the {query.GroupBy.Count} in 'group_by' and one for the value, here are {query.ListOf.Count}: "
                        + $"write {query.GroupBy.Count + 1} names.");
        }
    }

    private static void ForbidGroups(MapReader reader, string operation, string fix)
    {
        Forbid(reader, QueryKeys.Values, operation, fix);
        Forbid(reader, QueryKeys.MaxGroups, operation, fix);
        Forbid(reader, QueryKeys.ListOf, operation, fix);
    }

    internal static void Forbid(MapReader reader, Key key, string operation, string fix)
    {
        if (reader.Has(key))
        {
            reader.Report(QueryShape, key, $"'{operation}' takes no '{key}'; {fix}.");
        }
    }
}
