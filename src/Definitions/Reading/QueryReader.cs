using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Sql;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads a <c>query</c> block.</summary>
internal static class QueryReader
{
    /// <summary>Reads a block, and checks what it alone can tell.</summary>
    /// <param name="map">The block.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="parameters">The parameters that the SQL may name; null outside a shared calculation.</param>
    /// <param name="isPart">Whether the block is one of the <c>parts</c> of another.</param>
    public static QueryDefinition Read(
        YamlMap map, FileProblems problems, EquatableArray<CalculationParameter>? parameters, bool isPart = false)
    {
        MapReader reader = new(map, QueryKeys.Map, problems);
        SqlReader sql = new(reader, parameters);
        PromQlReader prom = new(reader, parameters);
        string? promQl = prom.Text(QueryKeys.PromQl);
        FromItem? from = sql.From(QueryKeys.From);
        QueryDefinition query = new()
        {
            Operation = reader.Word(QueryKeys.Operation),
            Database = reader.Text(QueryKeys.Database) ?? QueryKeys.Database.Default!,
            From = from?.Source,
            Alias = from?.Alias,
            Joins = sql.Expressions(QueryKeys.Joins),
            Where = sql.Expressions(QueryKeys.Where),
            When = sql.Conditions(QueryKeys.When),
            Columns = sql.Expressions(QueryKeys.Column),
            GroupBy = reader.Has(QueryKeys.PromQl) ? prom.Labels(QueryKeys.GroupBy, promQl) : sql.Expressions(QueryKeys.GroupBy),
            GroupValues = ListedValues.Read(reader, QueryKeys.Values, PropertyType.Any, mayBeEmpty: true),
            MaxGroups = MaxGroups(reader),
            ListOf = reader.Texts(QueryKeys.ListOf),
            TimestampColumn = sql.Expression(QueryKeys.TimestampColumn) ?? QueryKeys.TimestampColumn.Default!,
            Batch = reader.SubMap(QueryKeys.Batch) is { } batch ? Batch(batch, problems, parameters) : null,
            Percentile = Percentile(reader),
            Buckets = Buckets(reader),
            Sketch = sql.Name(QueryKeys.Sketch),
            Metrics = reader.Texts(QueryKeys.Metrics),
            Numerator = reader.Text(QueryKeys.Numerator),
            Denominator = reader.Text(QueryKeys.Denominator),
            Parts = Parts(reader, parameters),
            Value = reader.Node(QueryKeys.Value) is { } value ? OptionReader.Value(value) : null,
            PromQl = promQl,
        };
        if (parameters is { IsEmpty: false })
        {
            sql.Refuse(
                QueryKeys.Database, QueryKeys.Values, QueryKeys.ListOf, QueryKeys.Metrics, QueryKeys.Numerator, QueryKeys.Denominator,
                QueryKeys.Value);
        }

        reader.Done();
        QueryRules.Check(query, reader, isPart);
        return query;
    }

    private static BatchDefinition Batch(YamlMap map, FileProblems problems, EquatableArray<CalculationParameter>? parameters)
    {
        MapReader reader = new(map, BatchKeys.Map, problems);
        BatchDefinition batch = new(
            new SqlReader(reader, parameters).Expression(BatchKeys.Column),
            reader.Integer(BatchKeys.Size), reader.Integer(BatchKeys.Start), reader.Integer(BatchKeys.Finish));
        if (batch.Size <= 0)
        {
            reader.Report(NotAllowed, BatchKeys.Size, $"'size' is a number of rows, here it is {batch.Size}: write a number above 0.");
        }

        if (batch.Start > batch.Finish)
        {
            reader.Report(
                NotAllowed, BatchKeys.Finish,
                $"'finish' is {batch.Finish}, below 'start', which is {batch.Start}: swap them, or leave one out.");
        }

        reader.Done();
        return batch;
    }

    private static long? MaxGroups(MapReader reader)
    {
        long? groups = reader.Integer(QueryKeys.MaxGroups);
        if (groups <= 0)
        {
            reader.Report(NotAllowed, QueryKeys.MaxGroups, $"'max_groups' is a number of groups, here it is {groups}: write a number above 0.");
        }

        return groups;
    }

    private static long? Percentile(MapReader reader)
    {
        long? percentile = reader.Integer(QueryKeys.Percentile);
        if (percentile is < 1 or > 99)
        {
            reader.Report(
                NotAllowed, QueryKeys.Percentile,
                $"'percentile' is a whole number from 1 to 99, here it is {percentile}: change it, or use max or min.");
        }

        return percentile;
    }

    private static BucketRange? Buckets(MapReader reader)
    {
        if (reader.Text(QueryKeys.Buckets) is not { } text)
        {
            return null;
        }

        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots > 0
            && long.TryParse(text.Substring(0, dots), out long first)
            && long.TryParse(text.Substring(dots + 2), out long last)
            && first <= last)
        {
            return new BucketRange(first, last);
        }

        reader.Report(
            NotAllowed, QueryKeys.Buckets,
            $"'{Quoting.Shorten(text)}' is no range of buckets: write the first and the last, such as 1..100.");
        return null;
    }

    private static EquatableArray<QueryDefinition> Parts(MapReader reader, EquatableArray<CalculationParameter>? parameters)
    {
        List<QueryDefinition> parts = [];
        foreach (YamlNode item in reader.Items(QueryKeys.Parts))
        {
            if (reader.AsMap(QueryKeys.Parts, item) is { } map)
            {
                parts.Add(Read(map, reader.Problems, parameters, isPart: true));
            }
        }

        return parts.ToEquatableArray();
    }
}
