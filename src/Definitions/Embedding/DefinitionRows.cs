using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Sql;
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
        KeyPath = row.Text(MetricKeys.KeyPath),
        Description = row.TextOr(MetricKeys.Description, ""),
        ProductGroup = row.TextOr(MetricKeys.ProductGroup, ""),
        ProductCategories = row.Texts(MetricKeys.ProductCategories),
        ValueType = row.Word(MetricKeys.ValueType, ValueType.Number),
        Unit = row.TextOrNull(MetricKeys.Unit),
        Status = row.Word(MetricKeys.Status, Statuses, MetricStatus.Active),
        Milestone = row.TextOr(MetricKeys.Milestone, ""),
        MilestoneRemoved = row.TextOrNull(MetricKeys.MilestoneRemoved),
        IntroducedByUrl = row.TextOrNull(MetricKeys.IntroducedByUrl),
        RemovedByUrl = row.TextOrNull(MetricKeys.RemovedByUrl),
        RepairIssueUrl = row.TextOrNull(MetricKeys.RepairIssueUrl),
        TimeFrames = row.WordList(MetricKeys.TimeFrame, Words.TimeFrames),
        HasTimeFrameList = row.Find(MetricKeys.TimeFrame) is { Kind: OptionKind.List },
        DataSource = row.Word(MetricKeys.DataSource, default),
        DataCategory = row.Word(MetricKeys.DataCategory, DataCategory.Optional),
        InstrumentationClass = row.TextOrNull(MetricKeys.InstrumentationClass),
        PerformanceIndicatorTypes = row.Texts(MetricKeys.PerformanceIndicatorType),
        Tiers = row.Texts(MetricKeys.Tiers),
        Options = row.Members(MetricKeys.Options),
        Events = row.Maps(MetricKeys.Events).Select(Selection).ToEquatableArray(),
        ValueJsonSchema = row.TextOrNull(MetricKeys.ValueJsonSchema),
        Name = row.TextOrNull(MetricKeys.Name),
        Query = row.Map(MetricKeys.Query) is { } query ? Query(query) : null,
        ReplacedBy = row.TextOrNull(MetricKeys.ReplacedBy),
        Expires = row.TextOrNull(MetricKeys.Expires),
        Deprecated = Deprecation(row.Map(MetricKeys.Deprecated)),
        AvailableWhen = row.TextOrNull(MetricKeys.AvailableWhen),
        SourceFile = path,
    };

    public static EventDefinition Event(RowReader row, string path) => new()
    {
        Action = row.Text(EventKeys.Action),
        Description = row.TextOr(EventKeys.Description, ""),
        ProductGroup = row.TextOr(EventKeys.ProductGroup, ""),
        ProductCategories = row.Texts(EventKeys.ProductCategories),
        InternalEvents = row.Word(EventKeys.InternalEvents, Booleans, false),
        Category = row.TextOrNull(EventKeys.Category),
        IsRemoved = row.Word(EventKeys.Status, false),
        Milestone = row.TextOrNull(EventKeys.Milestone),
        MilestoneRemoved = row.TextOrNull(EventKeys.MilestoneRemoved),
        IntroducedByUrl = row.TextOrNull(EventKeys.IntroducedByUrl),
        RemovedByUrl = row.TextOrNull(EventKeys.RemovedByUrl),
        Tiers = row.Texts(EventKeys.Tiers),
        Identifiers = row.Texts(EventKeys.Identifiers),
        AdditionalProperties = row.Members(EventKeys.AdditionalProperties)
            .Select(option => Property(option.Name, row.MapOf(option)))
            .ToEquatableArray(),
        Deprecated = Deprecation(row.Map(EventKeys.Deprecated)),
        IsForwarded = row.Word(EventKeys.Forward, Booleans, false),
        Classification = row.TextOrNull(EventKeys.Classification),
        SourceFile = path,
    };

    public static SharedCalculation Calculation(RowReader row, string path) => new(
        row.Text(CalculationKeys.InstrumentationClass),
        row.Members(CalculationKeys.Parameters).Select(option => Parameter(option, row)).ToEquatableArray(),
        row.Map(CalculationKeys.Query) is { } query ? Query(query) : throw row.Wrong("'query' is missing"),
        path);

    public static KnownEventDefinition KnownEvent(RowReader row, string path) => new()
    {
        Name = row.Text(KnownEventKeys.Name),
        Aggregation = row.Word(KnownEventKeys.Aggregation, EventAggregation.Weekly),
        Category = row.TextOrNull(KnownEventKeys.Category),
        Slot = row.TextOrNull(KnownEventKeys.Slot),
        ExpiryDays = row.Count(KnownEventKeys.Expiry),
        FeatureFlag = row.TextOrNull(KnownEventKeys.FeatureFlag),
        SourceFile = path,
    };

    public static AggregateDefinition Aggregate(RowReader row, string path) => new()
    {
        Name = row.Text(AggregateKeys.Name),
        Operator = row.Word(AggregateKeys.Operator, AggregateOperator.Or),
        Source = row.Word(AggregateKeys.Source, AggregateSource.Redis),
        TimeFrames = row.WordList(AggregateKeys.TimeFrame, Words.TimeFrames),
        Events = row.Texts(AggregateKeys.Events),
        FeatureFlag = row.TextOrNull(AggregateKeys.FeatureFlag),
        SourceFile = path,
    };

    private static Deprecation? Deprecation(MapValues? map) => map is null ? null : new(
        map.Text(DeprecationKeys.Reason), map.Text(DeprecationKeys.Since), map.TextOrNull(DeprecationKeys.Until));

    private static EventSelection Selection(MapValues map) => new(
        map.Text(SelectionKeys.Name),
        map.TextOrNull(SelectionKeys.Unique),
        map.Word(SelectionKeys.Operator, EventOperator.Count),
        map.Members(SelectionKeys.Filter)
            .Select(one => new EventFilter(one.Name, (one.Value.Kind == OptionKind.List ? one.Value.Items : [one.Value])
                .Select(value => FilterValue(value, map)).ToEquatableArray()))
            .ToEquatableArray());

    private static FilterValue FilterValue(OptionValue value, FieldValues row)
    {
        if (value.Kind != OptionKind.Map)
        {
            return Model.FilterValue.Of(value.Text, value.Kind == OptionKind.Number);
        }

        MapValues range = new(value.Members, row);
        return new FilterValue(range.Find(RangeKeys.From)?.Text, range.Find(RangeKeys.To)?.Text, IsNumber: true);
    }

    private static AdditionalProperty Property(string name, MapValues map) => new(
        name, map.TextOr(PropertyKeys.Description, ""), map.Word(PropertyKeys.Type, PropertyType.Any), map.Texts(PropertyKeys.Values));

    private static CalculationParameter Parameter(Option option, RowReader row) => new(
        option.Name,
        option.Value.Kind == OptionKind.Null
            ? []
            : row.MapOf(option).Members(ParameterKeys.Values).Select(static one => new ParameterValue(one.Name, one.Value)).ToEquatableArray());

    private static QueryDefinition Query(MapValues map) => Query(map, map.TextOrNull(QueryKeys.From) is { } from ? FromItem.Of(from) ?? new FromItem(from, null) : null);

    private static QueryDefinition Query(MapValues map, FromItem? from) => new()
    {
        Operation = map.Find(QueryKeys.Operation) is null ? null : map.Word(QueryKeys.Operation, default),
        Database = map.TextOr(QueryKeys.Database, NoQuery.Database),
        From = from?.Source,
        Alias = from?.Alias,
        Joins = map.Texts(QueryKeys.Joins),
        Where = map.Texts(QueryKeys.Where),
        When = map.Members(QueryKeys.When).Select(static one => new ConditionalFilter(one.Name, one.Value.Text)).ToEquatableArray(),
        Columns = map.Texts(QueryKeys.Column),
        GroupBy = map.Texts(QueryKeys.GroupBy),
        GroupValues = map.Texts(QueryKeys.Values),
        MaxGroups = map.Number(QueryKeys.MaxGroups),
        ListOf = map.Texts(QueryKeys.ListOf),
        TimestampColumn = map.TextOr(QueryKeys.TimestampColumn, NoQuery.TimestampColumn),
        Batch = map.Map(QueryKeys.Batch) is { } batch
            ? new BatchDefinition(batch.TextOrNull(BatchKeys.Column), batch.Number(BatchKeys.Size), batch.Number(BatchKeys.Start), batch.Number(BatchKeys.Finish))
            : null,
        Buckets = map.TextOrNull(QueryKeys.Buckets) is { } buckets ? Range(buckets, map) : null,
        Percentile = map.Number(QueryKeys.Percentile),
        Sketch = map.TextOrNull(QueryKeys.Sketch),
        Metrics = map.Texts(QueryKeys.Metrics),
        Numerator = map.TextOrNull(QueryKeys.Numerator),
        Denominator = map.TextOrNull(QueryKeys.Denominator),
        Parts = map.Maps(QueryKeys.Parts).Select(Query).ToEquatableArray(),
        Value = map.Find(QueryKeys.Value),
        PromQl = map.TextOrNull(QueryKeys.PromQl),
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
