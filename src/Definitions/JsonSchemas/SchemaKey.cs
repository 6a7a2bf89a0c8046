using ServicePing.Definitions.Export;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.JsonSchemas;

/// <summary>A key of a definition file, as editors are told of it.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">What its value may be.</param>
/// <param name="Description">What it says, in a sentence.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record SchemaKey(string Name, OptionValue Type, string Description, bool IsRequired = false)
{
    /// <summary>The default, as written; null where there is none.</summary>
    public string? Default { get; init; }

    public static OptionValue Text { get; } = Of("string");

    public static OptionValue TextOrNull { get; } = Union("string", "null");

    public static OptionValue Boolean { get; } = Of("boolean");

    public static OptionValue Whole { get; } = Of("integer");

    public static OptionValue Anything { get; } = Fields.Map([]);

    public static OptionValue Map { get; } = Of("object");

    public static OptionValue Link { get; } = Fields.Map(new Fields().Add("type", "string").Add("format", "uri").Entries);

    public static OptionValue LinkOrNull { get; } =
        Fields.Map(new Fields().Add("type", Fields.List([Fields.Text("string"), Fields.Text("null")])).Add("format", "uri").Entries);

    public static OptionValue Version { get; } = Matching("^<?[0-9]+\\.[0-9]+$");

    public static OptionValue VersionOrNull { get; } = Fields.Map(new Fields()
        .Add("type", Fields.List([Fields.Text("string"), Fields.Text("null")]))
        .Add("pattern", "^<?[0-9]+\\.[0-9]+$").Entries);

    public static OptionValue Matching(string pattern) =>
        Fields.Map(new Fields().Add("type", "string").Add("pattern", pattern).Entries);

    public static OptionValue Words<T>(Word<T>[] words) => Words(words.Select(static word => word.Text));

    public static OptionValue Words(IEnumerable<string> words) =>
        Fields.Map(new Fields().Add("enum", Fields.List(words.Select(Fields.Text))).Entries);

    public static OptionValue List(OptionValue item, bool isUnique = false) => Fields.Map(new Fields()
        .Add("type", "array")
        .Add("items", item)
        .Add("uniqueItems", isUnique ? new OptionValue { Kind = OptionKind.Boolean, Text = "true" } : null)
        .Entries);

    public static OptionValue OneOf(params OptionValue[] types) => Fields.Map(new Fields().Add("oneOf", Fields.List(types)).Entries);

    public static OptionValue MapOf(OptionValue value) =>
        Fields.Map(new Fields().Add("type", "object").Add("additionalProperties", value).Entries);

    /// <summary>A map of known keys.</summary>
    public static OptionValue Closed(IReadOnlyList<SchemaKey> keys, params OptionValue[] conditions) => Fields.Map(new Fields()
        .Add("type", "object")
        .Add("additionalProperties", new OptionValue { Kind = OptionKind.Boolean, Text = "false" })
        .Add("required", keys.Any(static key => key.IsRequired)
            ? Fields.List(keys.Where(static key => key.IsRequired).Select(static key => Fields.Text(key.Name)))
            : null)
        .Add("properties", Fields.Map([.. keys.Select(static key => new Option(key.Name, key.Described))]))
        .Add("allOf", conditions.Length > 0 ? Fields.List(conditions) : null)
        .Entries);

    /// <summary>Where a key has a value, others must or must not be there.</summary>
    public static OptionValue Where(string key, string value, string[] needed, string[] forbidden) => Fields.Map(new Fields()
        .Add("if", Fields.Map(new Fields()
            .Add("required", Fields.List([Fields.Text(key)]))
            .Add("properties", Fields.Map([new Option(key, Fields.Map(new Fields().Add("const", value).Entries))]))
            .Entries))
        .Add("then", Fields.Map(new Fields()
            .Add("required", needed.Length > 0 ? Fields.List(needed.Select(Fields.Text)) : null)
            .Add("properties", forbidden.Length > 0
                ? Fields.Map([.. forbidden.Select(static name => new Option(name, new OptionValue { Kind = OptionKind.Boolean, Text = "false" }))])
                : null)
            .Entries))
        .Entries);

    private OptionValue Described => Fields.Map(
    [
        new Option("description", Fields.Text(Description)),
        .. Default is null ? [] : new[] { new Option("default", Fields.Text(Default)) },
        .. Type.Members,
    ]);

    private static OptionValue Of(string type) => Fields.Map(new Fields().Add("type", type).Entries);

    private static OptionValue Union(params string[] types) =>
        Fields.Map(new Fields().Add("type", Fields.List(types.Select(Fields.Text))).Entries);
}
