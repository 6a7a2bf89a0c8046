using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.JsonSchemas;

/// <summary>Keys of the language as a JSON Schema has them, with the words of a product.</summary>
internal sealed class KeySchema(ProductWords words)
{
    private static readonly OptionValue Yes = new() { Kind = OptionKind.Boolean, Text = "true" };
    private static readonly OptionValue No = new() { Kind = OptionKind.Boolean, Text = "false" };

    /// <summary>A definition of a kind.</summary>
    public OptionValue Of(DefinitionKind kind) => Fields.Map(
        kind == DefinitionKind.Override ? Of(KeyType.MapOf(KeyType.Text)) : Of(Tables.Of(kind)));

    private EquatableArray<Option> Of(KeyMap keys) => new Fields()
        .Add("type", "object")
        .Add("additionalProperties", No)
        .Add("required", keys.Where(IsRequired).Select(static key => key.Name).ToEquatableArray())
        .Add("properties", Fields.Map(keys.Select(key => new Option(key, Described(key))).ToEquatableArray()))
        .Add("allOf", Conditions(keys))
        .Entries;

    /// <summary>A key that a folder of the product has a default for may be absent.</summary>
    private bool IsRequired(Key key) =>
        key.IsRequired && !(key.MayBeDefault && words.Defaults.Any(one => one.Key == key.Name));

    private OptionValue Described(Key key) => Fields.Map(
    [
        new Option("description", Fields.Text(key.Description)),
        .. key.Default is null ? [] : new[] { new Option("default", Fields.Text(key.Default)) },
        .. Of(key.Type),
    ]);

    private EquatableArray<Option> Of(KeyType type)
    {
        EquatableArray<Option> value = type.Form switch
        {
            KeyForm.Text or KeyForm.Sql => Text(type, "pattern", type.Pattern),
            KeyForm.Link => Text(type, "format", "uri"),
            KeyForm.Version => Text(type, "pattern", "^<?[0-9]+\\.[0-9]+$"),
            KeyForm.Date => Text(type, "format", "date"),
            KeyForm.Boolean => Named("boolean"),
            KeyForm.True => new Fields().Add("const", Yes).Entries,
            KeyForm.Whole => Named("integer"),
            KeyForm.Number => Named("number"),
            KeyForm.Map => Named("object"),
            KeyForm.Word => Allowed(type) is { Count: > 0 } allowed ? new Fields().Add("enum", Fields.List(allowed.Select(Fields.Text))).Entries : Named("string"),
            KeyForm.List => new Fields().Add("type", "array").Add("items", Fields.Map(Of(type.Items[0]))).Add("uniqueItems", type.IsUnique ? Yes : null).Entries,
            KeyForm.MapOf => new Fields().Add("type", "object").Add("additionalProperties", Fields.Map(Of(type.Items[0]))).Entries,
            KeyForm.Keys => Of(type.Keys!),
            KeyForm.Either => OneOf(type.Items.Select(Of)),
            _ => [],
        };
        return type.MayBeNull && type.Form is not (KeyForm.Text or KeyForm.Link or KeyForm.Version) ? OneOf([value, Named("null")]) : value;
    }

    private IReadOnlyList<string> Allowed(KeyType type) => type.Own switch
    {
        OwnWords.Tiers => [.. words.Tiers],
        OwnWords.Owners => [.. words.Owners.Select(static owner => owner.Name)],
        OwnWords.Categories => [.. words.Categories],
        OwnWords.PerformanceIndicators => [.. words.PerformanceIndicators],
        OwnWords.Identifiers => [.. words.IdentifierNames],
        _ => type.Words,
    };

    private static EquatableArray<Option> Named(string type) => new Fields().Add("type", type).Entries;

    private static EquatableArray<Option> OneOf(IEnumerable<EquatableArray<Option>> types) =>
        new Fields().Add("oneOf", Fields.List(types.Select(Fields.Map))).Entries;

    private static EquatableArray<Option> Text(KeyType type, string key, string? value) => new Fields()
        .Add("type", type.MayBeNull ? Fields.List([Fields.Text("string"), Fields.Text("null")]) : Fields.Text("string"))
        .Add(key, value)
        .Entries;

    /// <summary>Where a key has a value, others must or must not be there.</summary>
    private static OptionValue? Conditions(KeyMap keys)
    {
        OptionValue[] conditions =
        [
            .. keys.SelectMany(static key => new[] { key.RequiredWith, key.RefusedWith }).OfType<KeyCondition>().Distinct()
                .Select(condition => Fields.Map(new Fields()
                    .Add("if", Fields.Map(new Fields()
                        .Add("required", Fields.List([Fields.Text(condition.Key)]))
                        .Add("properties", Fields.Map([new Option(condition.Key, Fields.Map(new Fields().Add("const", condition.Value).Entries))]))
                        .Entries))
                    .Add("then", Fields.Map(new Fields()
                        .Add("required", keys.Where(key => key.RequiredWith == condition).Select(static key => key.Name).ToEquatableArray())
                        .Add("properties", keys.Where(key => key.RefusedWith == condition).Select(static key => new Option(key, No)).ToEquatableArray())
                        .Entries))
                    .Entries)),
        ];
        return conditions.Length == 0 ? null : Fields.List(conditions);
    }
}
