using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads maps of old Redis keys.</summary>
internal static class OverrideReader
{
    /// <summary>The old keys of all maps of a file.</summary>
    public static EquatableArray<KeyOverride> Read(IReadOnlyList<YamlMap> maps, FileProblems problems, string sourceFile)
    {
        List<KeyOverride> overrides = [];
        foreach (YamlMap map in maps)
        {
            MapReader reader = new(map, OverrideKeys.Map, problems);
            foreach (YamlEntry entry in map.Entries)
            {
                if (reader.Text(entry.Key, entry.Value, allowsNull: false) is not { } oldKey)
                {
                    continue;
                }

                if (oldKey.Length == 0 || oldKey.Any(char.IsWhiteSpace))
                {
                    problems.Add(
                        RedisKey, entry.Value,
                        $"'{Quoting.Shorten(oldKey)}' is no Redis key: write the old key, without spaces.");
                }

                overrides.Add(new KeyOverride(entry.Key, oldKey, sourceFile));
            }
        }

        return overrides.ToEquatableArray();
    }

    /// <summary>The entries of a map as definitions of two values, <see cref="OverrideKeys"/>, by which they have places.</summary>
    public static IEnumerable<YamlMap> Entries(YamlMap map)
    {
        foreach (YamlEntry entry in map.Entries)
        {
            if (entry.Value is YamlScalar { Kind: OptionKind.String })
            {
                YamlScalar path = new(entry.KeyStart, entry.KeyEnd, entry.Key, OptionKind.String);
                yield return new YamlMap(
                    entry.KeyStart, entry.Value.End,
                    [
                        new YamlEntry(OverrideKeys.Path, entry.KeyStart, entry.KeyEnd, path),
                        new YamlEntry(OverrideKeys.Replacement, entry.KeyStart, entry.KeyEnd, entry.Value),
                    ]);
            }
        }
    }
}
