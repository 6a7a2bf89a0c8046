using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Language;

/// <summary>The keys of a metric, in the order of GitLab's lists.</summary>
internal static class MetricKeys
{
    public static readonly KeyMap Map = new("a metric");

    public static readonly WordKey<DataCategory> DataCategory = Map.Add(
        new WordKey<DataCategory>("data_category", Words.DataCategories, "How private the metric is.")
        { Example = "optional", Hint = "such as optional", MayBeDefault = true, IsPlanned = true });
    public static readonly Key KeyPath = Map.Add(new Key("key_path", KeyType.KeyPath, "The dotted path of the value in the payload.")
        { Example = "counts.issues", IsIdentity = true, Hint = "the dotted path of the value, such as counts.issues", IsPlanned = true });
    public static readonly Key Description = Map.Add(new Key("description", KeyType.Text, "What is counted, in a sentence.")
        { Example = "Issues that are open", Hint = "a sentence that says what is counted" });
    public static readonly Key ProductGroup = Map.Add(new Key("product_group", KeyType.OneOf(OwnWords.Owners), "The group that owns the metric.")
        { Example = "planning", Hint = "the group that owns the metric", MayBeDefault = true });
    public static readonly Key ProductCategories = Map.Add(
        new Key("product_categories", KeyType.ListOf(KeyType.OneOf(OwnWords.Categories)), "The categories of the product that the metric tells of.")
        { Example = "[team_planning]" });
    public static readonly Key PerformanceIndicatorType = Map.Add(
        new Key("performance_indicator_type", KeyType.ListOf(KeyType.OneOf(OwnWords.PerformanceIndicators)), "The performance indicators that use the metric.")
        { Example = "[gmau]" });
    public static readonly WordKey<Model.ValueType> ValueType = Map.Add(
        new WordKey<Model.ValueType>("value_type", Words.ValueTypes, "The JSON type of the value.")
        { Example = "number", Hint = "one of string, number, boolean, object", MayBeDefault = true, IsPlanned = true });
    public static readonly Key Unit = Map.Add(new Key("unit", KeyType.Name, "What the number counts, in one word, such as bytes, seconds or users.")
        { Example = "bytes", IsOwn = true });
    public static readonly WordKey<MetricStatus> Status = Map.Add(new WordKey<MetricStatus>("status", Words.MetricStatuses, "Where the metric is in its life.")
        { Example = "active", Hint = "one of active, removed, broken", MayBeDefault = true, IsPlanned = true });
    public static readonly Key Milestone = Map.Add(new Key("milestone", KeyType.Version, "The version that brought the metric.")
        { Example = "\"1.0\"", Hint = "the version that brings the metric, such as \"1.0\"", MayBeDefault = true });
    public static readonly Key MilestoneRemoved = Map.Add(new Key("milestone_removed", KeyType.Version, "The version that removed the metric.")
        { Example = "\"2.0\"", RequiredWith = new(Status, "removed") });
    public static readonly Key IntroducedByUrl = Map.Add(new Key("introduced_by_url", KeyType.Link, "The change that brought the metric.")
        { Example = "https://forge.example/forge/changes/11", Hint = "the address of the change that brings the metric", MayBeDefault = true });
    public static readonly Key RemovedByUrl = Map.Add(new Key("removed_by_url", KeyType.LinkOrNull, "The change that removed the metric.")
        { Example = "https://forge.example/forge/changes/40", RequiredWith = new(Status, "removed") });
    public static readonly Key RepairIssueUrl = Map.Add(new Key("repair_issue_url", KeyType.Link, "The issue that will repair a broken metric.")
        { Example = "https://forge.example/forge/issues/7", RequiredWith = new(Status, "broken") });
    public static readonly Key TimeFrame = Map.Add(
        new Key("time_frame", FrameType.OneOrList, "The period, or a list of them, each of which gives a metric with a suffix.")
        { Example = "[7d, 28d, all]", Hint = "one of 7d, 28d, all, none, or a list", MayBeDefault = true, IsPlanned = true });
    public static readonly WordKey<DataSource> DataSource = Map.Add(new WordKey<DataSource>("data_source", Words.DataSources, "Where the value comes from.")
        { Example = "database", Hint = "such as database or internal_events", MayBeDefault = true, IsPlanned = true });
    public static readonly Key InstrumentationClass = Map.Add(
        new Key("instrumentation_class", KeyType.Class, "The class or shared calculation that computes the value.")
        { Example = "SeatsMetric", RefusedWith = new(DataSource, "internal_events"), IsPlanned = true });
    public static readonly Key Options = Map.Add(new Key("options", KeyType.Map, "Options for the class or shared calculation.")
        { Example = "{ source_type: group }", IsPlanned = true });
    public static readonly Key Query = Map.Add(new Key("query", KeyType.Of(QueryKeys.Map), "How the value is computed from a database.")
        {
            Example = "{ operation: count, from: issues }", IsOwn = true, IsPlanned = true,
            Sources = [Model.DataSource.Database, Model.DataSource.System, Model.DataSource.License, Model.DataSource.Prometheus],
        });
    public static readonly Key Events = Map.Add(new Key("events", KeyType.ListOf(KeyType.Of(SelectionKeys.Map)), "Which events the metric counts.")
        {
            Example = "[{ name: create_issue, unique: user.id }]", RequiredWith = new(DataSource, "internal_events"), IsPlanned = true,
            Sources = [Model.DataSource.InternalEvents, Model.DataSource.RedisHll],
        });
    public static readonly Key ValueJsonSchema = Map.Add(
        new Key("value_json_schema", KeyType.Text, "The repository path of a JSON schema for an object value.")
        { Example = "config/metrics/objects_schemas/topology_schema.json" });
    public static readonly Key Name = Map.Add(new Key("name", KeyType.Text, "A name made from the calculation; documentation only.")
        { Example = "count_issues" });
    public static readonly Key Tiers = Map.Add(
        new Key("tiers", KeyType.ListOf(KeyType.OneOf(OwnWords.Tiers), isUnique: true), "The tiers of the product that have the metric.")
        { Example = "[free, premium, ultimate]", IsRequired = true, MayBeDefault = true });
    public static readonly Key ReplacedBy = Map.Add(new Key("replaced_by", KeyType.KeyPath, "The key path of the metric to use instead.")
        { Example = "counts.issues_open", IsOwn = true });
    public static readonly Key Expires = Map.Add(new Key("expires", KeyType.Version, "The version after which the metric is to be removed.")
        { Example = "\"3.0\"", IsOwn = true });
    public static readonly Key Deprecated = Map.Add(
        new Key("deprecated", KeyType.Of(DeprecationKeys.Map), "That the metric is still computed and sent, and is to be used no more.")
        { Example = "{ reason: Weights count more, since: 2026-11-30 }", IsOwn = true });
    public static readonly Key AvailableWhen = Map.Add(
        new Key("available_when", KeyType.Name, "What the program answers for by AvailableWhen; where it says no, the key is left out.")
        { Example = "has_license", IsOwn = true, IsPlanned = true });
    public static readonly Key NoLint = Map.Add(new Key("no_lint", KeyType.ListOf(KeyType.Of(SuppressionKeys.Map)), "Rules that the metric is excused from.")
        { Example = "[{ rule: SP0604, reason: The table is small }]", IsOwn = true, IsMeant = false });
}
