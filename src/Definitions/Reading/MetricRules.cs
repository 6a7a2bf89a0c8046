using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using static ServicePing.Definitions.Problems.Rules;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Definitions.Reading;

/// <summary>What the keys of one metric definition ask of each other.</summary>
internal static class MetricRules
{
    public static void Check(MetricDefinition metric, MapReader reader)
    {
        if (metric.Status == MetricStatus.Removed)
        {
            Removal.Check(reader);
            return;
        }

        CheckRepair(metric, reader);
        if (metric is { Unit: not null, ValueType: ValueType.String or ValueType.Boolean })
        {
            reader.Report(
                NotAllowed, MetricKeys.Unit,
                $"A unit is one of numbers, and 'value_type' is {Words.Of(Words.ValueTypes, metric.ValueType)}: leave 'unit' out, or change the type.");
        }

        SourceRules.Check(metric, reader);
        SelectionRules.Check(metric, reader);
        if (metric.Query is { } query)
        {
            CheckQuery(metric, query, reader);
        }
    }

    private static void CheckRepair(MetricDefinition metric, MapReader reader)
    {
        if (metric.Status == MetricStatus.Broken && !reader.Has(MetricKeys.RepairIssueUrl) && IsWhole(reader))
        {
            reader.Report(
                BrokenWithoutRepair, MetricKeys.Status,
                "A broken metric needs 'repair_issue_url': add the address of the issue that will repair it.");
        }
    }

    /// <summary>Whether everything that must be there is: a text that breaks off lacks keys, and older forms demanded fewer.</summary>
    public static bool IsWhole(MapReader reader) => !reader.Problems.IsTruncated && reader.Map.Older is null;

    private static void CheckQuery(MetricDefinition metric, QueryDefinition query, MapReader reader)
    {
        string source = Words.Of(Words.DataSources, metric.DataSource);
        bool fits = query switch
        {
            { PromQl: not null } => metric.DataSource == DataSource.Prometheus,
            { Value: not null } => metric.DataSource is DataSource.Database or DataSource.System or DataSource.License,
            _ => metric.DataSource == DataSource.Database,
        };
        if (!fits)
        {
            string fix = metric.DataSource == DataSource.Prometheus
                ? "write 'promql' in it"
                : "write 'data_source: database', or leave the block out";
            reader.Report(SourceKeys, MetricKeys.Query, $"A metric of {source} takes no such 'query': {fix}.");
        }

        if (metric.InstrumentationClass is { } name)
        {
            reader.Report(
                QueryShape, MetricKeys.Query,
                $"The metric has a 'query' and the instrumentation class '{name}': keep the one that computes it.");
        }

        if (TypeOf(query) is { } type && type != metric.ValueType)
        {
            reader.Report(
                QueryShape, MetricKeys.ValueType,
                $"The query gives a value of type {Words.Of(Words.ValueTypes, type)}, and 'value_type' is "
                + $"{Words.Of(Words.ValueTypes, metric.ValueType)}: "
                + $"write 'value_type: {Words.Of(Words.ValueTypes, type)}', or change the query.");
        }
    }

    /// <summary>The type of a query's value; null where nothing is known of it.</summary>
    public static ValueType? TypeOf(QueryDefinition query) => query switch
    {
        { Value: { } value } => TypeOf(value),
        { PromQl: not null, GroupBy.IsEmpty: true } => ValueType.Number,
        { GroupBy.IsEmpty: false } or { Operation: Operation.Histogram or Operation.Sites } => ValueType.Object,
        { Operation: Operation.Exists } => ValueType.Boolean,
        { Operation: not null } => ValueType.Number,
        _ => null,
    };

    private static ValueType? TypeOf(OptionValue value) => value.Kind switch
    {
        OptionKind.Number => ValueType.Number,
        OptionKind.Boolean => ValueType.Boolean,
        OptionKind.String => ValueType.String,
        OptionKind.List or OptionKind.Map => ValueType.Object,
        _ => null,
    };
}
