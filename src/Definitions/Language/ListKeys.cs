using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Language;

/// <summary>The keys of an entry of <c>known_events/</c>.</summary>
internal static class KnownEventKeys
{
    public static readonly KeyMap Map = new("a known event");

    public static readonly Key Name = Map.Add(new Key("name", KeyType.Text, "The event's name.")
        { Example = "g_compliance_dashboard", IsIdentity = true, Hint = "the event's name, such as g_compliance_dashboard", IsPlanned = true });
    public static readonly Key Category = Map.Add(new Key("category", KeyType.TextOrNull, "The category whose section of the payload has the event.")
        { Example = "compliance", IsPlanned = true });
    public static readonly Key Slot = Map.Add(new Key("redis_slot", KeyType.TextOrNull, "The part of the name that is the keys' hash tag.")
        { Example = "compliance", IsPlanned = true });
    public static readonly WordKey<EventAggregation> Aggregation = Map.Add(
        new WordKey<EventAggregation>("aggregation", Words.EventAggregations, "How long one of its counters counts.")
        { Example = "weekly", Hint = "daily or weekly", IsPlanned = true });
    public static readonly Key Expiry = Map.Add(new Key("expiry", KeyType.Whole, "How many days a counter lives after its last write.")
        { Example = "84", Default = "29 for daily, 42 for weekly counters", IsPlanned = true });
    public static readonly Key FeatureFlag = Map.Add(new Key("feature_flag", KeyType.TextOrNull, "The feature flag without which the event is not counted.")
        { Example = "track_compliance", IsPlanned = true });
}

/// <summary>The keys of an entry of <c>aggregates/</c>.</summary>
internal static class AggregateKeys
{
    public static readonly KeyMap Map = new("an aggregate");

    public static readonly Key Name = Map.Add(new Key("name", KeyType.Name, "The last segment of its key paths.")
        { Example = "compliance_union", IsIdentity = true, Hint = "the last segment of the key paths, such as compliance_union", IsPlanned = true });
    public static readonly WordKey<AggregateOperator> Operator = Map.Add(
        new WordKey<AggregateOperator>("operator", Words.AggregateOperators, "OR for any of the events, AND for all.")
        { Example = "AND", Hint = "OR for any of the events, AND for all", IsPlanned = true });
    public static readonly WordKey<AggregateSource> Source = Map.Add(new WordKey<AggregateSource>("source", Words.AggregateSources, "Where the sets lie.")
        { Example = "database", IsRequired = true, IsPlanned = true });
    public static readonly Key TimeFrame = Map.Add(new Key("time_frame", FrameType.List, "The periods, each a key path of its own.")
        { Example = "[28d]", IsRequired = true, IsPlanned = true });
    public static readonly Key Events = Map.Add(
        new Key("events", KeyType.ListOf(KeyType.Text, isUnique: true), "Known events, or sketches that database metrics keep.")
        { Example = "[g_compliance_dashboard, g_compliance_audit]", Hint = "a list of known events or of sketches", IsPlanned = true });
    public static readonly Key FeatureFlag = Map.Add(new Key("feature_flag", KeyType.TextOrNull, "The feature flag without which the aggregate is left out.")
        { Example = "track_compliance", IsPlanned = true });
}

/// <summary>What an entry of <c>overrides/</c> says: a map of any keys, so that these two have names where rows are written only.</summary>
internal static class OverrideKeys
{
    public static readonly KeyMap Map = new("an old key");

    public static readonly Key Path = Map.Add(new Key("path", KeyType.Text, "The key, or the part of it, that is replaced.")
        { Example = "create_issue-user", IsIdentity = true, IsPlanned = true });
    public static readonly Key Replacement = Map.Add(new Key("replacement", KeyType.Text, "The old key, or the old part.")
        { Example = "ISSUES-creators", IsPlanned = true });
}
