using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Export;

/// <summary>What a vocabulary says, by its own keys; GitLab's words are said as well.</summary>
internal static class WordFields
{
    public static EquatableArray<Option> Of(ProductWords words) => new Fields()
        .Add("tiers", words.Tiers)
        .Add("editions", words.Editions)
        .Add("identifiers", words.Identifiers.Select(static one => new Option(one.Name, Value("type", TypeOf(one)))).ToEquatableArray())
        .Add("owners", words.Owners.Select(static one => new Option(one.Name, Value("contact", one.Contact))).ToEquatableArray())
        .Add("categories", words.Categories)
        .Add("performance_indicators", words.PerformanceIndicators)
        .Add("defaults", words.Defaults.IsEmpty ? null : Fields.List(words.Defaults.Select(static one => Fields.Map(new Fields()
            .AddUnlessEmpty("folder", one.Folder)
            .Add(one.Key, one.IsList ? Fields.List(one.Values.Select(Fields.Text)) : Fields.Text(one.Values.IsEmpty ? "" : one.Values[0]))
            .Entries))))
        .Entries;

    /// <summary>The type as the vocabulary writes it; empty for GitLab's identifiers, which have none.</summary>
    public static string TypeOf(DeclaredIdentifier identifier) => identifier.Type switch
    {
        IdentifierType.Any => "",
        IdentifierType.Own => identifier.TypeName,
        _ => Words.Of(Words.IdentifierTypes, identifier.Type),
    };

    private static OptionValue Value(string key, string text) => Fields.Map(new Fields().AddUnlessEmpty(key, text).Entries);
}
