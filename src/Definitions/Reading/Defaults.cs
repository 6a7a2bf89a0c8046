using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Reading;

/// <summary>What definitions need not say, since the vocabulary says it for their folder.</summary>
internal static class Defaults
{
    /// <summary>A definition with the keys that it leaves to the vocabulary; the map itself where there are none.</summary>
    /// <remarks>They have the place of the definition's first key, and no length.</remarks>
    public static YamlMap Complete(YamlMap map, FileProblems problems)
    {
        if (problems.Words.Defaults.IsEmpty || map.Entries.Length == 0
            || problems.Kind is not (DefinitionKind.Metric or DefinitionKind.Event))
        {
            return map;
        }

        List<YamlEntry> entries = [.. map.Entries];
        (int start, int end) = (entries[0].KeyStart, entries[0].KeyEnd);
        foreach (Key key in Tables.Of(problems.Kind))
        {
            if (key.MayBeDefault && map[key] is null && Of(key, problems.Words, problems.RelativePath) is { } value)
            {
                entries.Add(new YamlEntry(key, start, end, Node(value, start)));
            }
        }

        return new YamlMap(map.Start, map.End, [.. entries], map.Older);
    }

    /// <summary>The value for a key of a definition at a place below the root; the longest folder that fits wins.</summary>
    public static DefaultValue? Of(string key, ProductWords words, string relativePath)
    {
        DefaultValue? best = null;
        foreach (DefaultValue value in words.Defaults)
        {
            if (value.Key == key && Fits(value.Folder, relativePath)
                && (best is null || value.Folder.Length > best.Folder.Length))
            {
                best = value;
            }
        }

        return best;
    }

    private static bool Fits(string folder, string path) => folder.Length == 0
        || (path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal));

    private static YamlNode Node(DefaultValue value, int place)
    {
        YamlScalar[] scalars = [.. value.Values.Select(text => new YamlScalar(place, place, text, OptionKind.String))];
        return value.IsList ? new YamlList(place, place, scalars)
            : value.Values.IsEmpty ? new YamlRefused(place, place)
            : scalars[0];
    }
}
