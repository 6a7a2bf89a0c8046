using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Reading;

/// <summary>What definitions need not say, since the vocabulary says it for their folder.</summary>
internal static class Defaults
{
    /// <summary>The keys that may have a default, and whether events have them as well.</summary>
    public static IReadOnlyList<KeyValuePair<string, bool>> Keys { get; } =
    [
        new("product_group", true), new("tiers", true), new("milestone", true), new("introduced_by_url", true),
        new("data_category", false), new("data_source", false), new("value_type", false), new("status", false), new("time_frame", false),
    ];

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
        foreach (KeyValuePair<string, bool> key in Keys)
        {
            if ((key.Value || problems.Kind == DefinitionKind.Metric)
                && map[key.Key] is null && Of(key.Key, problems) is { } value)
            {
                entries.Add(new YamlEntry(key.Key, start, end, Node(value, start)));
            }
        }

        return new YamlMap(map.Start, map.End, [.. entries], map.Older);
    }

    /// <summary>The value for a key; the longest folder that fits wins.</summary>
    private static DefaultValue? Of(string key, FileProblems problems)
    {
        DefaultValue? best = null;
        foreach (DefaultValue value in problems.Words.Defaults)
        {
            if (value.Key == key && Fits(value.Folder, problems.RelativePath)
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
