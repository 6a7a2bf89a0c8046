using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Language;

/// <summary>The keys of <c>vocabulary.yml</c>.</summary>
internal static class VocabularyKeys
{
    private static readonly KeyType Names = KeyType.ListOf(KeyType.Text, isUnique: true);

    public static readonly KeyMap Map = new("a vocabulary");

    public static readonly Key Tiers = Map.Add(new Key("tiers", Names, "The tiers of the product.")
        { Example = "[community, business]", Default = "[free, premium, ultimate]", IsOwn = true });
    public static readonly Key Editions = Map.Add(new Key("editions", Names, "The editions of the product.")
        { Example = "[CE, BE]", IsOwn = true });
    public static readonly Key Identifiers = Map.Add(
        new Key("identifiers", KeyType.MapOf(KeyType.Of(IdentifierKeys.Map)), "Who and where events tell of, and the C# type of each.")
        { Example = "{ member: { type: integer } }", IsOwn = true });
    public static readonly Key Owners = Map.Add(
        new Key("owners", KeyType.MapOf(KeyType.Of(OwnerKeys.Map)), "The groups that own definitions; any where the key is absent.")
        { Example = "{ billing: { contact: billing@example.com } }", IsOwn = true });
    public static readonly Key Categories = Map.Add(new Key("categories", Names, "The categories of the product's features; any where the key is absent.")
        { Example = "[invoicing]", IsOwn = true });
    public static readonly Key PerformanceIndicators = Map.Add(new Key("performance_indicators", Names, "The performance indicators that metrics may serve.")
        { Example = "[adoption]", IsOwn = true });
    public static readonly Key ReadyMade = Map.Add(
        new Key("ready_made", KeyType.ListOf(KeyType.OneOf(Words.ReadyMadeSets), isUnique: true), "The sets of ready-made metrics that the product reports.")
        { Example = "[host, postgresql]", IsOwn = true });
    public static readonly Key Defaults = Map.Add(
        new Key("defaults", KeyType.ListOf(KeyType.Of(DefaultKeys.Map)), "What definitions need not say themselves; of several folders the longest that fits.")
        { Example = "[{ folder: metrics, data_category: optional }]", IsOwn = true });
}

/// <summary>The keys of a declared identifier.</summary>
internal static class IdentifierKeys
{
    public const string Types = "integer, uuid, text, or a type of the product, such as Acme.MemberId";

    public static readonly KeyMap Map = new("an identifier");

    public static readonly Key Type = Map.Add(
        new Key("type", KeyType.Matching("^(integer|uuid|text|[A-Z][A-Za-z0-9_]*(\\.[A-Z][A-Za-z0-9_]*)*)$"), "integer, uuid, text, or a type of the product.")
        { Example = "uuid", Hint = "one of " + Types, IsOwn = true });
}

/// <summary>The keys of an owner.</summary>
internal static class OwnerKeys
{
    public static readonly KeyMap Map = new("an owner");

    public static readonly Key Contact = Map.Add(new Key("contact", KeyType.Text, "Where the owner is reached.")
        { Example = "billing@example.com", Hint = "an address by which the owner is reached", IsOwn = true });
}

/// <summary>The keys of an entry of <c>defaults</c>: those of metrics that may have one.</summary>
internal static class DefaultKeys
{
    public static readonly KeyMap Map = new("a default");

    public static readonly Key Folder = Map.Add(
        new Key("folder", KeyType.Matching("^(metrics|events)(/.*)?$"), "The folder below the definitions root; the whole project where it is absent.")
        { Example = "metrics/billing", IsOwn = true });

    /// <summary>The keys that are given, in the order of metrics; those that events have may be given to them as well.</summary>
    public static readonly IReadOnlyList<Key> Given =
    [
        .. MetricKeys.Map.Where(static key => key.MayBeDefault)
            .Select(static key => Map.Add(new Key(key.Name, key.Type, key.Description) { Example = key.Example, IsOwn = true })),
    ];
}
