using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Rules;
using static ServicePing.Definitions.Rules.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads values that must be among the product's own words.</summary>
internal static class ProductWordReader
{
    public static EquatableArray<string> Tiers(this MapReader reader)
    {
        EquatableArray<string> tiers = reader.Allowed(reader.Problems.Words.Tiers);
        YamlNode? node = reader.Has("tiers")
            ? reader.Node("tiers")
            : reader.RequiredNode("tiers", tiers.IsEmpty ? "a list of tiers" : "a list of " + string.Join(", ", tiers));
        return reader.Words("tiers", tiers, node);
    }

    /// <summary>The group that owns a definition.</summary>
    public static string Owner(this MapReader reader, string hint)
    {
        EquatableArray<Owner> owners = reader.Problems.Words.Owners;
        string owner = reader.RequiredText("product_group", hint) ?? "";
        if (!owners.IsEmpty && owner.Length > 0 && !IsRecord(reader) && !owners.Any(one => one.Name == owner))
        {
            reader.Report(
                UndeclaredOwner, "product_group",
                NotDeclared(owner, "owner", "owners", owners.Select(static one => one.Name)));
        }

        return owner;
    }

    /// <summary>The categories of the product that a definition tells of.</summary>
    public static EquatableArray<string> Categories(this MapReader reader)
    {
        EquatableArray<string> categories = reader.Allowed(reader.Problems.Words.Categories);
        EquatableArray<string> read = reader.Texts("product_categories");
        if (!categories.IsEmpty && reader.Map["product_categories"] is YamlList list)
        {
            foreach (YamlNode item in list.Items)
            {
                if (item is YamlScalar { Kind: OptionKind.String } scalar && !categories.Contains(scalar.Text))
                {
                    reader.Problems.Add(UndeclaredCategory, item, NotDeclared(scalar.Text, "category", "categories", categories));
                }
            }
        }

        return read;
    }

    /// <summary>The words that a definition may use; any, where it is removed: words come and go, and a record stays as it was.</summary>
    public static EquatableArray<string> Allowed(this MapReader reader, EquatableArray<string> words) =>
        IsRecord(reader) ? [] : words;

    private static bool IsRecord(MapReader reader) => reader.Map["status"] is YamlScalar { Text: "removed" };

    private static string NotDeclared(string word, string what, string list, IEnumerable<string> declared)
    {
        string suggestion = Suggestion.For(word, declared);
        return $"'{Quoting.Shorten(word)}' is no {what} that {DefinitionPath.Vocabulary} declares: "
            + $"use another, or add it to '{list}' there.{suggestion}";
    }
}
