using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Language;

/// <summary>The keys of an event, in the order of GitLab's lists.</summary>
internal static class EventKeys
{
    public static readonly KeyMap Map = new("an event");

    public static readonly Key Description = Map.Add(new Key("description", KeyType.Text, "What happened, in a sentence.")
        { Example = "Someone creates an issue", Hint = "a sentence that says what happened" });
    public static readonly Key Category = Map.Add(new Key("category", KeyType.Text, "The category of an event of the older kind.")
        { Example = "issues" });
    public static readonly Key Action = Map.Add(new Key("action", KeyType.Name, "The event's name.")
        { Example = "create_issue", IsIdentity = true, Hint = "the event's name, such as create_issue", IsPlanned = true });
    public static readonly Key InternalEvents = Map.Add(new Key("internal_events", KeyType.True, "That the program tracks the event.")
        { Example = "true", IsPlanned = true });
    public static readonly WordKey<bool> Status = Map.Add(new WordKey<bool>("status", Words.EventIsRemoved, "Where the event is in its life.")
        { Example = "removed", Default = "active", IsPlanned = true });
    public static readonly Key Identifiers = Map.Add(
        new Key("identifiers", KeyType.ListOf(KeyType.OneOf(OwnWords.Identifiers), isUnique: true, mayBeNull: true), "Who and where.")
        { Example = "[user, project, namespace]", IsPlanned = true });
    public static readonly Key AdditionalProperties = Map.Add(
        new Key("additional_properties", KeyType.MapOf(KeyType.Of(PropertyKeys.Map, mayBeNull: true)), "What else the program tells.")
        { Example = "{ label: { description: The label that the issue is given first } }", IsPlanned = true });
    public static readonly Key ProductGroup = Map.Add(new Key("product_group", KeyType.OneOf(OwnWords.Owners), "The group that owns the event.")
        { Example = "planning", Hint = "the group that owns the event", MayBeDefault = true });
    public static readonly Key ProductCategories = Map.Add(
        new Key("product_categories", KeyType.ListOf(KeyType.OneOf(OwnWords.Categories)), "The categories of the product that the event tells of.")
        { Example = "[team_planning]" });
    public static readonly Key Milestone = Map.Add(new Key("milestone", KeyType.VersionOrNull, "The version that brought the event.")
        { Example = "\"1.0\"", Hint = "the version that brings the event, such as \"1.0\"", MayBeDefault = true });
    public static readonly Key MilestoneRemoved = Map.Add(new Key("milestone_removed", KeyType.VersionOrNull, "The version that removed the event.")
        { Example = "\"2.0\"", RequiredWith = new(Status, "removed") });
    public static readonly Key IntroducedByUrl = Map.Add(new Key("introduced_by_url", KeyType.LinkOrNull, "The change that brought the event.")
        { Example = "https://forge.example/forge/changes/74", Hint = "the address of a change", MayBeDefault = true });
    public static readonly Key RemovedByUrl = Map.Add(new Key("removed_by_url", KeyType.LinkOrNull, "The change that removed the event.")
        { Example = "https://forge.example/forge/changes/90", RequiredWith = new(Status, "removed") });
    public static readonly Key Deprecated = Map.Add(
        new Key("deprecated", KeyType.Of(DeprecationKeys.Map), "That the event is still counted, and is to be tracked no more.")
        { Example = "{ reason: Use open_issue, since: 2026-11-30 }", IsOwn = true });
    public static readonly Key Forward = Map.Add(
        new Key("forward", KeyType.True, "That each occurrence is handed on by itself, where the program forwards events, such as to Snowplow.")
        { Example = "true", IsOwn = true, IsPlanned = true });
    public static readonly Key Classification = Map.Add(new Key("classification", KeyType.OneOf(["duo"]), "The classification.")
        { Example = "duo" });
    public static readonly Key Tiers = Map.Add(new Key("tiers", KeyType.ListOf(KeyType.OneOf(OwnWords.Tiers)), "The tiers of the product that have the event.")
        { Example = "[free, premium, ultimate]", IsRequired = true, MayBeDefault = true });
    public static readonly Key ExtraProperties = Map.Add(new Key("extra_properties", KeyType.OrNull(KeyType.Map), "Of older trackers.")
        { Example = "{ plan: free }", IsMeant = false });
    public static readonly Key ExtraTrackers = Map.Add(new Key("extra_trackers", KeyType.ListOf(KeyType.Anything, mayBeNull: true), "Of older trackers.")
        { Example = "[{ tracking_class: SomeTracker }]", IsMeant = false });
    public static readonly Key IgluSchemaUrl = Map.Add(new Key("iglu_schema_url", KeyType.TextOrNull, "Of older trackers.")
        { Example = "iglu:com.example/issue/jsonschema/1-0-0", IsMeant = false });
    public static readonly Key NoLint = Map.Add(new Key("no_lint", KeyType.ListOf(KeyType.Of(SuppressionKeys.Map)), "Rules that the event is excused from.")
        { Example = "[{ rule: SP0706, reason: Its metric comes with 1.1 }]", IsOwn = true, IsMeant = false });
}

/// <summary>The keys of an additional property of an event.</summary>
internal static class PropertyKeys
{
    public static readonly KeyMap Map = new("an additional property");

    public static readonly Key Description = Map.Add(new Key("description", KeyType.Text, "What the property tells.")
        { Example = "The label that the issue is given first", Hint = "a sentence that says what the property tells" });
    public static readonly WordKey<PropertyType> Type = Map.Add(new WordKey<PropertyType>("type", Words.PropertyTypes, "The type that the caller may pass.")
        { Example = "string", IsOwn = true, IsPlanned = true });
    public static readonly Key Values = Map.Add(
        new Key("values", KeyType.ListOf(KeyType.Anything, isUnique: true), "The only values allowed; any other is counted as other.")
        { Example = "[bug, feature]", IsOwn = true, IsPlanned = true });
}
