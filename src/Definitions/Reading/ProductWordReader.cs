using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads values that must be among the product's own words.</summary>
internal static class ProductWordReader
{
    public static EquatableArray<string> Tiers(this MapReader reader, Key key)
    {
        EquatableArray<string> tiers = reader.Allowed(reader.Problems.Words.Tiers);
        if (!reader.Has(key))
        {
            reader.Missing(key, tiers.IsEmpty ? "a list of tiers" : "a list of " + string.Join(", ", tiers));
        }

        return reader.Words(key, tiers);
    }

    /// <summary>The group that owns a definition.</summary>
    public static string Owner(this MapReader reader, Key key)
    {
        EquatableArray<Owner> owners = reader.Problems.Words.Owners;
        string owner = reader.Text(key) ?? "";
        if (!owners.IsEmpty && owner.Length > 0 && !IsRecord(reader) && !owners.Any(one => one.Name == owner))
        {
            reader.Report(
                UndeclaredOwner, key,
                NotDeclared(owner, "owner", VocabularyKeys.Owners, owners.Select(static one => one.Name)));
        }

        return owner;
    }

    /// <summary>The categories of the product that a definition tells of.</summary>
    public static EquatableArray<string> Categories(this MapReader reader, Key key)
    {
        EquatableArray<string> categories = reader.Allowed(reader.Problems.Words.Categories);
        EquatableArray<string> read = reader.Texts(key);
        if (!categories.IsEmpty && reader.Map[key] is YamlList list)
        {
            foreach (YamlNode item in list.Items)
            {
                if (item is YamlScalar { Kind: OptionKind.String } scalar && !categories.Contains(scalar.Text))
                {
                    reader.Problems.Add(UndeclaredCategory, item, NotDeclared(scalar.Text, "category", VocabularyKeys.Categories, categories));
                }
            }
        }

        return read;
    }

    /// <summary>The words that a definition may use; any, where it is removed: words come and go, and a record stays as it was.</summary>
    public static EquatableArray<string> Allowed(this MapReader reader, EquatableArray<string> words) =>
        IsRecord(reader) ? [] : words;

    private static bool IsRecord(MapReader reader) => reader.Map[MetricKeys.Status] is YamlScalar { Text: "removed" };

    private static string NotDeclared(string word, string what, string list, IEnumerable<string> declared)
    {
        string suggestion = Suggestion.For(word, declared);
        return $"'{Quoting.Shorten(word)}' is no {what} that {DefinitionPath.Vocabulary} declares: "
            + $"use another, or add it to '{list}' there.{suggestion}";
    }
}
