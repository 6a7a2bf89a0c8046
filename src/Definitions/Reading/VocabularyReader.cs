using ServicePing.Definitions.Collections;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads <c>vocabulary.yml</c>.</summary>
internal static class VocabularyReader
{
    /// <summary>The words; any word is allowed where a list or the whole file cannot be read, which is reported once, here.</summary>
    public static ProductWords Read(IReadOnlyList<YamlMap> maps, FileProblems problems)
    {
        foreach (YamlMap second in maps.Skip(1))
        {
            new MapReader(second, VocabularyKeys.Map, problems).Report(NotAllowed, "A vocabulary is one map: put all words into the first.");
        }

        if (maps.Count == 0)
        {
            return problems.IsEmpty ? GitLabWords.All : ProductWords.Unread;
        }

        MapReader reader = new(maps[0], VocabularyKeys.Map, problems);
        ProductWords words = new()
        {
            Tiers = Names(reader, VocabularyKeys.Tiers, GitLabWords.All.Tiers),
            Editions = Names(reader, VocabularyKeys.Editions, []),
            Identifiers = Identifiers(reader),
            Owners = Owners(reader),
            Categories = Names(reader, VocabularyKeys.Categories, []),
            PerformanceIndicators = Names(reader, VocabularyKeys.PerformanceIndicators, GitLabWords.All.PerformanceIndicators),
            ReadyMade = Chosen(reader, VocabularyKeys.ReadyMade, Words.ReadyMadeSets.ToEquatableArray()),
        };
        problems.Words = problems.IsTruncated ? ProductWords.Unread : words;
        EquatableArray<DefaultValue> defaults = DefaultsReader.Read(reader);
        reader.Done();
        return problems.Words with { Defaults = defaults };
    }

    /// <summary>A list of names that the file gives, or those that hold where it does not.</summary>
    private static EquatableArray<string> Names(MapReader reader, Key key, EquatableArray<string> absent)
    {
        YamlNode? node = reader.Node(key);
        if (node is null)
        {
            return absent;
        }

        CheckItems(reader, key, node);
        EquatableArray<string> names = reader.UniqueTexts(key);
        foreach (YamlNode item in (node as YamlList)?.Items ?? [])
        {
            if (item is YamlScalar { Kind: OptionKind.String } scalar && (scalar.Text.Length == 0 || scalar.Text.Trim() != scalar.Text))
            {
                reader.Problems.Add(NamePattern, item, $"'{Quoting.Shorten(scalar.Text)}' is no word: write it without white space around it.");
            }
        }

        return names;
    }

    /// <summary>A list of names of those that there are; none where the file does not give it.</summary>
    private static EquatableArray<string> Chosen(MapReader reader, Key key, EquatableArray<string> known)
    {
        if (reader.Node(key) is { } node)
        {
            CheckItems(reader, key, node);
        }

        return reader.Words(key, known);
    }

    private static EquatableArray<DeclaredIdentifier> Identifiers(MapReader reader)
    {
        if (reader.SubMap(VocabularyKeys.Identifiers) is not { } map)
        {
            return reader.Has(VocabularyKeys.Identifiers) ? [] : GitLabWords.All.Identifiers;
        }

        CheckEntries(reader, VocabularyKeys.Identifiers, map);
        List<DeclaredIdentifier> identifiers = [];
        foreach (YamlEntry entry in map.Entries)
        {
            if (!Patterns.IsName(entry.Key) || entry.Key is "id" or "value")
            {
                reader.Problems.Add(
                    NamePattern, entry.KeyStart, entry.KeyEnd,
                    $"'{Quoting.Shorten(entry.Key)}' is no identifier: use lower-case letters, digits and underscores, and neither id nor value.");
            }
            else if (reader.AsMap(entry.Key, entry.Value) is { } value)
            {
                MapReader identifier = new(value, IdentifierKeys.Map, reader.Problems);
                string? type = identifier.Text(IdentifierKeys.Type);
                identifier.Done();
                identifiers.Add(Identifier(entry.Key, type, identifier));
            }
        }

        return identifiers.ToEquatableArray();
    }

    private static DeclaredIdentifier Identifier(string name, string? type, MapReader reader)
    {
        foreach (Word<IdentifierType> word in Words.IdentifierTypes)
        {
            if (word.Text == type)
            {
                return new DeclaredIdentifier(name, word.Value);
            }
        }

        if (type is null || IsTypeName(type))
        {
            return new DeclaredIdentifier(name, type is null ? IdentifierType.Any : IdentifierType.Own, type ?? "");
        }

        reader.Report(NotAllowed, IdentifierKeys.Type, $"'{Quoting.Shorten(type)}' is no type of identifiers: use {IdentifierKeys.Types}.");
        return new DeclaredIdentifier(name, IdentifierType.Any);
    }

    /// <summary>A class with its namespace; each part begins with a capital, which tells a type from a word that is misspelled.</summary>
    private static bool IsTypeName(string text) => text.Split('.').All(static part =>
        part.Length > 0 && part[0] is >= 'A' and <= 'Z' && part.All(static character => character is '_' || char.IsLetterOrDigit(character)));

    private static EquatableArray<Owner> Owners(MapReader reader)
    {
        if (reader.SubMap(VocabularyKeys.Owners) is not { } map)
        {
            return [];
        }

        CheckEntries(reader, VocabularyKeys.Owners, map);
        List<Owner> owners = [];
        foreach (YamlEntry entry in map.Entries)
        {
            string contact = "";
            if (reader.AsMap(entry.Key, entry.Value) is { } value)
            {
                MapReader owner = new(value, OwnerKeys.Map, reader.Problems);
                contact = owner.Text(OwnerKeys.Contact) ?? "";
                owner.Done();
            }

            owners.Add(new Owner(entry.Key, contact));
        }

        return owners.ToEquatableArray();
    }

    private static void CheckItems(MapReader reader, Key key, YamlNode node)
    {
        if (node is YamlList { Items.Length: 0 })
        {
            reader.Report(NotAllowed, key, $"The list '{key}' is empty: name something, or leave the key out.");
        }
    }

    private static void CheckEntries(MapReader reader, Key key, YamlMap map)
    {
        if (map.Entries.Length == 0)
        {
            reader.Report(NotAllowed, key, $"The map '{key}' is empty: declare something, or leave the key out.");
        }
    }
}
