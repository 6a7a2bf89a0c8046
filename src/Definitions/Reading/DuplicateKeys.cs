using static ServicePing.Definitions.Rules.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Finds keys that stand twice in a map, which YAML forbids and YamlDotNet's parser does not notice.</summary>
internal static class DuplicateKeys
{
    /// <summary>Up to this size comparing each with each is faster than hashing.</summary>
    private const int Small = 32;

    public static void Report(YamlEntry[] entries, FileProblems problems)
    {
        if (entries.Length <= Small)
        {
            for (int i = 1; i < entries.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    if (entries[i].Key == entries[j].Key)
                    {
                        Report(entries[i], entries[j], problems);
                        break;
                    }
                }
            }

            return;
        }

        Dictionary<string, YamlEntry> seen = new(entries.Length, StringComparer.Ordinal);
        foreach (YamlEntry entry in entries)
        {
            if (seen.TryGetValue(entry.Key, out YamlEntry first))
            {
                Report(entry, first, problems);
            }
            else
            {
                seen.Add(entry.Key, entry);
            }
        }
    }

    private static void Report(YamlEntry entry, YamlEntry first, FileProblems problems) => problems.Add(
        DuplicateKey, entry.KeyStart, entry.KeyEnd,
        $"The key '{Quoting.Shorten(entry.Key)}' stands here a second time: keep one of the two.",
        first.KeyStart, first.KeyEnd);
}
