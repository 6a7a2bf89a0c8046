using ServicePing.Definitions.Model;
using static ServicePing.Definitions.JsonSchemas.SchemaKey;

namespace ServicePing.Definitions.JsonSchemas;

/// <summary>The keys of each kind of definition in its current form, one a line.</summary>
internal static class SchemaTables
{
    private const string NamePattern = "^[a-z0-9_]+$";
    private const string ClassPattern = "^([A-Z][A-Za-z0-9]*::)*[A-Z][A-Za-z0-9]*$";

    private static readonly OptionValue OneOrManyTexts = OneOf(Text, List(Text));

    private static readonly OptionValue Frame = Words(["7d", "28d", "all", "none"]);

    private static readonly OptionValue Frames = List(Words(["7d", "28d", "all"]), isUnique: true);

    private static readonly OptionValue Suppressions = List(Closed(
    [
        new("rule", Matching("^SP[0-9]{4}$"), "The id of the rule.", true),
        new("reason", Text, "Why the definition is excused.", true),
        new("until", SchemaKey.Version, "The last version of the product that is excused."),
    ]));

    private static readonly OptionValue Selection = Closed(
    [
        new("name", Text, "The event's action.", true),
        new("unique", Text, "What is counted once, such as user.id or label."),
        new("operator", Words(Model.Words.EventOperators), "What is made of the selected events."),
        new("filter", Map, "Conditions on additional properties, all of which must hold."),
    ]);

    private static readonly SchemaKey[] QueryKeys =
    [
        new("operation", Words(Model.Words.Operations), "What is computed over the rows."),
        new("database", Text, "The named connection.") { Default = "main" },
        new("from", Text, "The table that is walked: table or schema.table."),
        new("joins", OneOrManyTexts, "Further tables, each a whole join clause."),
        new("where", OneOf(Text, SchemaKey.Boolean, List(OneOf(Text, SchemaKey.Boolean))), "Conditions, all of which must hold; :recorded_at is the only clock."),
        new("when", MapOf(Text), "Conditions that are added where the definition has the option."),
        new("column", OneOrManyTexts, "What is counted: a name, an expression, or a list; the primary key when absent."),
        new("group_by", OneOrManyTexts, "By what the value is split."),
        new("timestamp_column", Text, "The column that 7d and 28d look at.") { Default = "created_at" },
        new("batch", Closed(
        [
            new("column", Text, "The key whose ranges cut a view or a foreign table, and which start and finish bound."),
            new("size", Whole, "A ceiling in rows."),
            new("start", Whole, "The first key, inclusive; it also filters."),
            new("finish", Whole, "The last key, inclusive; it also filters."),
        ]), "How rows are cut into parts, and which of them are read."),
        new("buckets", Matching("^-?[0-9]+\\.\\.-?[0-9]+$"), "The first and the last bucket of a histogram, such as 1..100."),
        new("sketch", Text, "The name under which the distinct sketch is kept for aggregates."),
        new("metrics", List(Text), "The metrics that add sums, by key path without suffix."),
        new("parts", List(Map), "The query blocks that add sums."),
        new("value", Anything, "A constant."),
        new("promql", Text, "A Prometheus query."),
    ];

    /// <summary>A metric by the words of a product: <c>metrics/</c>.</summary>
    public static OptionValue Metric(ProductWords words) => Closed(
        Without(words,
        [
            new("key_path", Matching("^[a-z0-9_]+(\\.[a-z0-9_]+)*$"), "The dotted path of the value in the payload.", true),
            new("description", Text, "What is counted, in a sentence.", true),
            new("product_group", OneOrAny(words.Owners.Select(static one => one.Name)), "The group that owns the metric.", true),
            new("product_categories", List(OneOrAny(words.Categories)), "The categories of the product that the metric tells of."),
            new("value_type", Words(Model.Words.ValueTypes), "The JSON type of the value.", true),
            new("status", Words(Model.Words.MetricStatuses), "Where the metric is in its life.", true),
            new("milestone", SchemaKey.Version, "The version that brought the metric.", true),
            new("milestone_removed", SchemaKey.Version, "The version that removed the metric."),
            new("introduced_by_url", Link, "The change that brought the metric.", true),
            new("removed_by_url", LinkOrNull, "The change that removed the metric."),
            new("repair_issue_url", Link, "The issue that will repair a broken metric."),
            new("time_frame", OneOf(Frame, Frames), "The period, or a list of them, each of which gives a metric with a suffix.", true),
            new("data_source", Words(Model.Words.DataSources), "Where the value comes from.", true),
            new("data_category", Words(Model.Words.DataCategories), "How private the metric is.", true),
            new("instrumentation_class", Matching(ClassPattern), "The class or shared calculation that computes the value."),
            new("performance_indicator_type", List(OneOrAny(words.PerformanceIndicators)), "The performance indicators that use the metric."),
            new("tiers", List(OneOrAny(words.Tiers), isUnique: true), "The tiers of the product that have the metric.", true),
            new("options", Map, "Options for the class or shared calculation."),
            new("events", List(Selection), "Which events the metric counts."),
            new("query", Closed(QueryKeys), "How the value is computed from a database."),
            new("value_json_schema", Text, "The repository path of a JSON schema for an object value."),
            new("name", Text, "A name made from the calculation; documentation only."),
            new("replaced_by", Text, "The key path of the metric to use instead."),
            new("expires", SchemaKey.Version, "The version after which the metric is to be removed."),
            new("available_when", Text, "What the program answers for by AvailableWhen; where it says no, the key is left out."),
            new("no_lint", Suppressions, "Rules that the metric is excused from."),
        ]),
        Where("status", "removed", ["milestone_removed", "removed_by_url"], []),
        Where("status", "broken", ["repair_issue_url"], []),
        Where("data_source", "internal_events", ["events"], ["instrumentation_class"]));

    /// <summary>An event by the words of a product: <c>events/</c>.</summary>
    public static OptionValue Event(ProductWords words) => Closed(
        Without(words,
        [
            new("action", Matching(NamePattern), "The event's name.", true),
            new("description", Text, "What happened, in a sentence.", true),
            new("product_group", OneOrAny(words.Owners.Select(static one => one.Name)), "The group that owns the event.", true),
            new("product_categories", List(OneOrAny(words.Categories)), "The categories of the product that the event tells of."),
            new("internal_events", Fields("const", "true"), "That the program tracks the event."),
            new("category", Text, "The category of an event of the older kind."),
            new("status", Words(Model.Words.EventIsRemoved), "Where the event is in its life.") { Default = "active" },
            new("milestone", VersionOrNull, "The version that brought the event.", true),
            new("milestone_removed", VersionOrNull, "The version that removed the event."),
            new("introduced_by_url", LinkOrNull, "The change that brought the event.", true),
            new("removed_by_url", LinkOrNull, "The change that removed the event."),
            new("tiers", List(OneOrAny(words.Tiers)), "The tiers of the product that have the event.", true),
            new("identifiers", OneOf(List(OneOrAny(words.IdentifierNames), isUnique: true), Null), "Who and where."),
            new("additional_properties", MapOf(OneOf(
                Closed(
                [
                    new("description", Text, "What the property tells.", true),
                    new("type", Words(Model.Words.PropertyTypes), "The type that the caller may pass."),
                    new("values", List(Anything, isUnique: true), "The only values allowed; any other is counted as other."),
                ]),
                Null)), "What else the program tells."),
            new("classification", Words(["duo"]), "The classification."),
            new("extra_properties", OneOf(Map, Null), "Of older trackers."),
            new("extra_trackers", OneOf(List(Anything), Null), "Of older trackers."),
            new("iglu_schema_url", TextOrNull, "Of older trackers."),
            new("no_lint", Suppressions, "Rules that the event is excused from."),
        ]),
        Where("status", "removed", ["milestone_removed", "removed_by_url"], []));

    /// <summary>A shared calculation: <c>queries/</c>.</summary>
    public static OptionValue Query { get; } = Closed(
    [
        new("instrumentation_class", Matching(ClassPattern), "The name that definitions carry.", true),
        new("parameters", MapOf(OneOf(Closed([new("values", Map, "The literal that each option stands for.")]), Null)), "The options that it takes."),
        new("query", Closed(QueryKeys), "The calculation.", true),
        new("no_lint", Suppressions, "Rules that the calculation is excused from."),
    ]);

    /// <summary>A known event: <c>known_events/</c>.</summary>
    public static OptionValue KnownEvent { get; } = Closed(
    [
        new("name", Text, "The event's name.", true),
        new("category", TextOrNull, "The category whose section of the payload has the event."),
        new("redis_slot", TextOrNull, "The part of the name that is the keys' hash tag."),
        new("aggregation", Words(Model.Words.EventAggregations), "How long one of its counters counts.", true),
        new("expiry", Whole, "How many days a counter lives after its last write."),
        new("feature_flag", TextOrNull, "The feature flag without which the event is not counted."),
    ]);

    /// <summary>An aggregate: <c>aggregates/</c>.</summary>
    public static OptionValue Aggregate { get; } = Closed(
    [
        new("name", Matching(NamePattern), "The last segment of its key paths.", true),
        new("operator", Words(Model.Words.AggregateOperators), "OR for any of the events, AND for all.", true),
        new("source", Words(Model.Words.AggregateSources), "Where the sets lie.", true),
        new("time_frame", Frames, "The periods, each a key path of its own.", true),
        new("events", List(Text, isUnique: true), "Known events, or sketches that database metrics keep.", true),
        new("feature_flag", TextOrNull, "The feature flag without which the aggregate is left out."),
    ]);

    /// <summary>Old Redis keys: <c>overrides/</c>.</summary>
    public static OptionValue Override { get; } = MapOf(Text);

    /// <summary>A product's own words: <c>vocabulary.yml</c>.</summary>
    public static OptionValue Vocabulary { get; } = Closed(
    [
        new("tiers", List(Text, isUnique: true), "The tiers of the product.") { Default = "[free, premium, ultimate]" },
        new("editions", List(Text, isUnique: true), "The editions of the product."),
        new("identifiers", MapOf(Closed(
        [
            new("type", Matching("^(integer|uuid|text|[A-Z][A-Za-z0-9_]*(\\.[A-Z][A-Za-z0-9_]*)*)$"), "integer, uuid, text, or a type of the product.", true),
        ])), "Who and where events tell of, and the C# type of each."),
        new("owners", MapOf(Closed([new("contact", Text, "Where the owner is reached.", true)])), "The groups that own definitions; any where the key is absent."),
        new("categories", List(Text, isUnique: true), "The categories of the product's features; any where the key is absent."),
        new("performance_indicators", List(Text, isUnique: true), "The performance indicators that metrics may serve."),
        new("defaults", List(Closed(
        [
            new("folder", Matching("^(metrics|events)(/.*)?$"), "The folder below the definitions root; the whole project where it is absent."),
            new("product_group", Text, "The group that owns the definitions."),
            new("tiers", List(Text, isUnique: true), "The tiers that have them."),
            new("milestone", SchemaKey.Version, "The version that brought them."),
            new("introduced_by_url", Text, "The change that brought them."),
            new("data_category", Words(Model.Words.DataCategories), "How private the metrics are."),
            new("data_source", Words(Model.Words.DataSources), "Where their values come from."),
            new("value_type", Words(Model.Words.ValueTypes), "The JSON type of their values."),
            new("status", Words(Model.Words.MetricStatuses), "Where the metrics are in their life."),
            new("time_frame", OneOf(Frame, Frames), "Their period or periods."),
        ])), "What definitions need not say themselves; of several folders the longest that fits."),
    ]);

    /// <summary>One of some words, or any text where none is declared.</summary>
    private static OptionValue OneOrAny(IEnumerable<string> words) => words.Any() ? Words(words) : Text;

    /// <summary>A key that a folder of the product has a default for may be absent.</summary>
    private static SchemaKey[] Without(ProductWords words, SchemaKey[] keys) =>
    [
        .. keys.Select(key => words.Defaults.Any(one => one.Key == key.Name) ? key with { IsRequired = false } : key),
    ];

    private static OptionValue Null => Fields("type", Export.Fields.Text("null"));

    private static OptionValue Fields(string name, string literal) =>
        Fields(name, new OptionValue { Kind = OptionKind.Boolean, Text = literal });

    private static OptionValue Fields(string name, OptionValue value) => Export.Fields.Map([new Option(name, value)]);
}
