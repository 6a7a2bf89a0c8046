using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Definitions.Embedding;

/// <summary>Makes definitions of rows: what the export's fields say, read back.</summary>
internal static class DefinitionRows
{
    private static readonly Word<MetricStatus>[] Statuses = [.. Words.MetricStatuses, new("deprecated", MetricStatus.Deprecated)];

    private static readonly Word<bool>[] Booleans = [new("true", true), new("false", false)];

    private static readonly QueryDefinition NoQuery = new();

    public static MetricDefinition Metric(RowReader row, string path) => new()
    {
        KeyPath = row.Text("key_path"),
        Description = row.TextOr("description", ""),
        ProductGroup = row.TextOr("product_group", ""),
        ProductCategories = row.Texts("product_categories"),
        ValueType = row.Word("value_type", Words.ValueTypes, ValueType.Number),
        Status = row.Word("status", Statuses, MetricStatus.Active),
        Milestone = row.TextOr("milestone", ""),
        MilestoneRemoved = row.TextOrNull("milestone_removed"),
        IntroducedByUrl = row.TextOrNull("introduced_by_url"),
        RemovedByUrl = row.TextOrNull("removed_by_url"),
        RepairIssueUrl = row.TextOrNull("repair_issue_url"),
        TimeFrames = row.WordList("time_frame", Words.TimeFrames),
        HasTimeFrameList = row.Find("time_frame") is { Kind: OptionKind.List },
        DataSource = row.Word("data_source", Words.DataSources, default),
        DataCategory = row.Word("data_category", Words.DataCategories, DataCategory.Optional),
        InstrumentationClass = row.TextOrNull("instrumentation_class"),
        PerformanceIndicatorTypes = row.Texts("performance_indicator_type"),
        Tiers = row.Texts("tiers"),
        Options = row.Members("options"),
        Events = row.Maps("events").Select(Selection).ToEquatableArray(),
        ValueJsonSchema = row.TextOrNull("value_json_schema"),
        Name = row.TextOrNull("name"),
        Query = row.Map("query") is { } query ? Query(query) : null,
        ReplacedBy = row.TextOrNull("replaced_by"),
        Expires = row.TextOrNull("expires"),
        AvailableWhen = row.TextOrNull("available_when"),
        SourceFile = path,
    };

    public static EventDefinition Event(RowReader row, string path) => new()
    {
        Action = row.Text("action"),
        Description = row.TextOr("description", ""),
        ProductGroup = row.TextOr("product_group", ""),
        ProductCategories = row.Texts("product_categories"),
        InternalEvents = row.Word("internal_events", Booleans, false),
        Category = row.TextOrNull("category"),
        IsRemoved = row.Word("status", Words.EventIsRemoved, false),
        Milestone = row.TextOrNull("milestone"),
        MilestoneRemoved = row.TextOrNull("milestone_removed"),
        IntroducedByUrl = row.TextOrNull("introduced_by_url"),
        RemovedByUrl = row.TextOrNull("removed_by_url"),
        Tiers = row.Texts("tiers"),
        Identifiers = row.Texts("identifiers"),
        AdditionalProperties = row.Members("additional_properties")
            .Select(option => Property(option.Name, row.MapOf(option)))
            .ToEquatableArray(),
        Classification = row.TextOrNull("classification"),
        SourceFile = path,
    };

    public static SharedCalculation Calculation(RowReader row, string path) => new(
        row.Text("instrumentation_class"),
        row.Members("parameters").Select(option => Parameter(option, row)).ToEquatableArray(),
        row.Map("query") is { } query ? Query(query) : throw row.Wrong("'query' is missing"),
        path);

    public static KnownEventDefinition KnownEvent(RowReader row, string path) => new()
    {
        Name = row.Text("name"),
        Aggregation = row.Word("aggregation", Words.EventAggregations, EventAggregation.Weekly),
        Category = row.TextOrNull("category"),
        Slot = row.TextOrNull("redis_slot"),
        ExpiryDays = row.Count("expiry"),
        FeatureFlag = row.TextOrNull("feature_flag"),
        SourceFile = path,
    };

    public static AggregateDefinition Aggregate(RowReader row, string path) => new()
    {
        Name = row.Text("name"),
        Operator = row.Word("operator", Words.AggregateOperators, AggregateOperator.Or),
        Source = row.Word("source", Words.AggregateSources, AggregateSource.Redis),
        TimeFrames = row.WordList("time_frame", Words.TimeFrames),
        Events = row.Texts("events"),
        FeatureFlag = row.TextOrNull("feature_flag"),
        SourceFile = path,
    };

    private static EventSelection Selection(MapValues map) => new(
        map.Text("name"),
        map.TextOrNull("unique"),
        map.Word("operator", Words.EventOperators, EventOperator.Count),
        map.Members("filter")
            .Select(static one => new EventFilter(one.Name, one.Value.Text, one.Value.Kind == OptionKind.Number))
            .ToEquatableArray());

    private static AdditionalProperty Property(string name, MapValues map) => new(
        name, map.TextOr("description", ""), map.Word("type", Words.PropertyTypes, PropertyType.Any), map.Texts("values"));

    private static CalculationParameter Parameter(Option option, RowReader row) => new(
        option.Name,
        option.Value.Kind == OptionKind.Null
            ? []
            : row.MapOf(option).Members("values").Select(static one => new ParameterValue(one.Name, one.Value)).ToEquatableArray());

    private static QueryDefinition Query(MapValues map) => new()
    {
        Operation = map.Find("operation") is null ? null : map.Word("operation", Words.Operations, default),
        Database = map.TextOr("database", NoQuery.Database),
        From = map.TextOrNull("from"),
        Joins = map.Texts("joins"),
        Where = map.Texts("where"),
        When = map.Members("when").Select(static one => new ConditionalFilter(one.Name, one.Value.Text)).ToEquatableArray(),
        Columns = map.Texts("column"),
        GroupBy = map.Texts("group_by"),
        TimestampColumn = map.TextOr("timestamp_column", NoQuery.TimestampColumn),
        Batch = map.Map("batch") is { } batch
            ? new BatchDefinition(batch.TextOrNull("column"), batch.Number("size"), batch.Number("start"), batch.Number("finish"))
            : null,
        Buckets = map.TextOrNull("buckets") is { } buckets ? Range(buckets, map) : null,
        Sketch = map.TextOrNull("sketch"),
        Metrics = map.Texts("metrics"),
        Parts = map.Maps("parts").Select(Query).ToEquatableArray(),
        Value = map.Find("value"),
        PromQl = map.TextOrNull("promql"),
    };

    private static BucketRange Range(string text, MapValues map)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        return dots > 0 && IsNumber(text.Substring(0, dots), out long first) && IsNumber(text.Substring(dots + 2), out long last)
            ? new BucketRange(first, last)
            : throw map.Wrong($"'{text}' is no range of buckets");
    }

    private static bool IsNumber(string text, out long number) => long.TryParse(
        text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out number);
}
