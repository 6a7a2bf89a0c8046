using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads the <c>defaults</c> of a vocabulary, by the words that it declares.</summary>
internal static class DefaultsReader
{
    private static readonly string[] Folders = ["metrics", "events"];

    public static EquatableArray<DefaultValue> Read(MapReader vocabulary)
    {
        List<DefaultValue> defaults = [];
        foreach (YamlNode item in vocabulary.Items(VocabularyKeys.Defaults))
        {
            if (vocabulary.AsMap(VocabularyKeys.Defaults, item) is { } map)
            {
                Read(new MapReader(map, DefaultKeys.Map, vocabulary.Problems), defaults);
            }
        }

        return defaults.ToEquatableArray();
    }

    private static void Read(MapReader reader, List<DefaultValue> defaults)
    {
        bool isKnown = Folder(reader, out string folder);
        foreach (Key key in DefaultKeys.Given)
        {
            if (reader.Node(key) is not { } node)
            {
                continue;
            }

            int before = reader.Problems.Count;
            Check(reader, key, node);
            bool isSound = reader.Problems.Count == before;
            if (defaults.Exists(earlier => earlier.Folder == folder && earlier.Key == key.Name))
            {
                reader.Report(NotAllowed, key, $"'{key}' has two defaults for {Name(folder)}: keep one.");
            }
            else if (isKnown)
            {
                defaults.Add(isSound ? Value(folder, key, node) : new DefaultValue(folder, key, [], IsList: false));
            }
        }

        reader.Done();
    }

    /// <summary>The same checks that a definition with this value would be put to.</summary>
    private static void Check(MapReader reader, Key key, YamlNode node)
    {
        switch (key.Type)
        {
            case { Own: OwnWords.Owners }:
                if (reader.Owner(key).Length == 0 && node is YamlScalar { Kind: OptionKind.String })
                {
                    reader.Report(NotAllowed, key, $"'{key}' is empty: name the group, or leave the key out.");
                }

                break;
            case { Form: KeyForm.List }:
                reader.Tiers(key);
                break;
            case { Form: KeyForm.Either }:
                TimeFrameReader.OneOrList(reader, node);
                break;
            case { Form: KeyForm.Version }:
                reader.Milestone(key);
                break;
            case { Form: KeyForm.Word }:
                reader.OneOf(key, key.Type.Words, node);
                break;
            default:
                reader.Text(key);
                break;
        }
    }

    private static DefaultValue Value(string folder, string key, YamlNode node) => node is YamlList list
        ? new DefaultValue(folder, key, list.Items.Cast<YamlScalar>().Select(static one => one.Text).ToEquatableArray(), IsList: true)
        : new DefaultValue(folder, key, [((YamlScalar)node).Text], IsList: false);

    /// <summary>The folder, without a slash at its end; false where no definition with defaults can lie in it.</summary>
    private static bool Folder(MapReader reader, out string folder)
    {
        bool isGiven = reader.Has(DefaultKeys.Folder);
        string? text = reader.Text(DefaultKeys.Folder);
        folder = text?.TrimEnd('/') ?? "";
        if (text is null)
        {
            return !isGiven;
        }

        string first = folder.Split('/')[0];
        if (Array.IndexOf(Folders, first) >= 0)
        {
            return true;
        }

        reader.Report(
            DefaultFolder, DefaultKeys.Folder,
            $"'{Quoting.Shorten(text)}' is no folder of metrics or events: begin it with metrics or events, with forward slashes, "
            + $"or leave it out for the whole project.{Suggestion.For(first, Folders)}");
        return false;
    }

    private static string Name(string folder) => folder.Length == 0 ? "the whole project" : $"the folder '{Quoting.Shorten(folder)}'";
}
