using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>Makes a product's words of the row that says them.</summary>
internal static class WordRows
{
    private const string Folder = "folder";

    public static ProductWords Read(RowReader row) => new()
    {
        Tiers = row.Texts("tiers"),
        Editions = row.Texts("editions"),
        Identifiers = row.Members("identifiers").Select(one => Identifier(one.Name, row.MapOf(one).TextOr("type", ""))).ToEquatableArray(),
        Owners = row.Members("owners").Select(one => new Owner(one.Name, row.MapOf(one).TextOr("contact", ""))).ToEquatableArray(),
        Categories = row.Texts("categories"),
        PerformanceIndicators = row.Texts("performance_indicators"),
        Defaults = (row.Find("defaults")?.Items ?? []).Select(static one => Default(one.Members)).ToEquatableArray(),
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
        string folder = members.FirstOrDefault(static one => one.Name == Folder)?.Value.Text ?? "";
        Option given = members.First(static one => one.Name != Folder);
        return given.Value.Kind == OptionKind.List
            ? new DefaultValue(folder, given.Name, given.Value.Items.Select(static one => one.Text).ToEquatableArray(), IsList: true)
            : new DefaultValue(folder, given.Name, [given.Value.Text], IsList: false);
    }
}
