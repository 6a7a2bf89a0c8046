using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>Makes a product's words of the row that says them.</summary>
internal static class WordRows
{
    public static ProductWords Read(RowReader row) => new()
    {
        Tiers = row.Texts(VocabularyKeys.Tiers),
        Editions = row.Texts(VocabularyKeys.Editions),
        Identifiers = row.Members(VocabularyKeys.Identifiers).Select(one => Identifier(one.Name, row.MapOf(one).TextOr(IdentifierKeys.Type, ""))).ToEquatableArray(),
        Owners = row.Members(VocabularyKeys.Owners).Select(one => new Owner(one.Name, row.MapOf(one).TextOr(OwnerKeys.Contact, ""))).ToEquatableArray(),
        Categories = row.Texts(VocabularyKeys.Categories),
        PerformanceIndicators = row.Texts(VocabularyKeys.PerformanceIndicators),
        ReadyMade = row.Texts(VocabularyKeys.ReadyMade),
        Defaults = (row.Find(VocabularyKeys.Defaults)?.Items ?? []).Select(static one => Default(one.Members)).ToEquatableArray(),
    };

    private static DeclaredIdentifier Identifier(string name, string type)
    {
        foreach (Word<IdentifierType> word in Words.IdentifierTypes)
        {
            if (word.Text == type)
            {
                return new DeclaredIdentifier(name, word.Value);
            }
        }

        return new DeclaredIdentifier(name, type.Length == 0 ? IdentifierType.Any : IdentifierType.Own, type);
    }

    /// <summary>A map of the folder, where there is one, and of the key that it gives.</summary>
    private static DefaultValue Default(EquatableArray<Option> members)
    {
        string folder = members.FirstOrDefault(static one => one.Name == DefaultKeys.Folder)?.Value.Text ?? "";
        Option given = members.First(static one => one.Name != DefaultKeys.Folder);
        return given.Value.Kind == OptionKind.List
            ? new DefaultValue(folder, given.Name, given.Value.Items.Select(static one => one.Text).ToEquatableArray(), IsList: true)
            : new DefaultValue(folder, given.Name, [given.Value.Text], IsList: false);
    }
}
