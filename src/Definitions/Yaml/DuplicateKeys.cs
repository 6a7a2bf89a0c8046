using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Yaml;

/// <summary>Finds keys that stand twice in a map, which YAML forbids and YamlDotNet's parser does not notice.</summary>
internal static class DuplicateKeys
{
    /// <summary>Up to this size comparing each with each is faster than hashing.</summary>
    private const int Small = 32;

    /// <summary>Whether a key stands twice.</summary>
    public static bool Are(YamlEntry[] entries)
    {
        if (entries.Length > Small)
        {
            return new HashSet<string>(entries.Select(static entry => entry.Key), StringComparer.Ordinal).Count < entries.Length;
        }

        for (int i = 1; i < entries.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (entries[i].Key == entries[j].Key)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Reports keys that stand there again, and leaves the last of each: so do all that read YAML and tell of nothing.</summary>
    public static YamlEntry[] Leave(YamlEntry[] entries, FileProblems problems)
    {
        if (!Are(entries))
        {
            return entries;
        }

        Dictionary<string, YamlEntry> last = new(entries.Length, StringComparer.Ordinal);
        foreach (YamlEntry entry in entries)
        {
            if (last.TryGetValue(entry.Key, out YamlEntry before))
            {
                problems.Add(
                    DuplicateKey, entry.KeyStart, entry.KeyEnd,
                    $"The key '{Quoting.Shorten(entry.Key)}' stands here a second time, and the first value does not count: "
                    + "keep one of the two.",
                    before.KeyStart, before.KeyEnd);
            }

            last[entry.Key] = entry;
        }

        return [.. entries.Where(entry => last[entry.Key].KeyStart == entry.KeyStart)];
    }
}
