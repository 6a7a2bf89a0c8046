using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Export;

/// <summary>What a vocabulary says, by its own keys; GitLab's words are said as well.</summary>
internal static class WordFields
{
    public static EquatableArray<Option> Of(ProductWords words) => new Fields()
        .Add(VocabularyKeys.Tiers, words.Tiers)
        .Add(VocabularyKeys.Editions, words.Editions)
        .Add(VocabularyKeys.Identifiers, words.Identifiers.Select(static one => new Option(one.Name, Value(IdentifierKeys.Type, TypeOf(one)))).ToEquatableArray())
        .Add(VocabularyKeys.Owners, words.Owners.Select(static one => new Option(one.Name, Value(OwnerKeys.Contact, one.Contact))).ToEquatableArray())
        .Add(VocabularyKeys.Categories, words.Categories)
        .Add(VocabularyKeys.PerformanceIndicators, words.PerformanceIndicators)
        .Add(VocabularyKeys.ReadyMade, words.ReadyMade)
        .Add(VocabularyKeys.Defaults, words.Defaults.IsEmpty ? null : Fields.List(words.Defaults.Select(static one => Fields.Map(new Fields()
            .AddUnlessEmpty(DefaultKeys.Folder, one.Folder)
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
