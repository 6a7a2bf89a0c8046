namespace ServicePing.Definitions.Problems;

/// <summary>Finds the name that somebody may have meant.</summary>
internal static class Suggestion
{
    /// <summary>A sentence that begins with a space, or nothing where no candidate is near.</summary>
    public static string For(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>The same for a key, where one that shares most words may be meant as well: <c>repair_url</c>, <c>repair_issue_url</c>.</summary>
    public static string ForKey(string key, IReadOnlyCollection<string> candidates) =>
        (Nearest(key, candidates) ?? Related(key, candidates)) is { } meant ? $" Did you mean '{meant}'?" : "";

    /// <summary>The candidate that has most words of a key, at least two; null where there is none.</summary>
    private static string? Related(string key, IReadOnlyCollection<string> candidates)
    {
        string[] words = key.Split('_');
        return candidates
            .Select(candidate => (Name: candidate, Shared: candidate.Split('_').Count(word => Array.IndexOf(words, word) >= 0)))
            .Where(static candidate => candidate.Shared >= 2)
            .OrderByDescending(static candidate => candidate.Shared)
            .Select(static candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>The nearest candidate by Damerau-Levenshtein distance, the first of equals; null where none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates, Math.Min(4, Math.Max(1, word.Length / 3)));

    /// <summary>The same among the few words of which one is meant, so that half of it may differ; a word of two letters is near to nothing.</summary>
    public static string? NearestOfFew(string word, IEnumerable<string> candidates) =>
        word.Length < 3 ? null : Nearest(word, candidates, Math.Min(4, word.Length / 2));

    private static string? Nearest(string word, IEnumerable<string> candidates, int limit)
    {
        string? nearest = null;
        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) <= limit
                && Distance(word, candidate) is int distance && distance <= limit)
            {
                nearest = candidate;
                limit = distance - 1;
                if (limit < 0)
                {
                    break;
                }
            }
        }

        return nearest;
    }

    /// <summary>The candidate that one slip of the pen makes of a longer word; null where none is so near.</summary>
    public static string? OneSlip(string word, IEnumerable<string> candidates) =>
        word.Length > 4 && Nearest(word, candidates) is { } nearest && nearest != word && Distance(word, nearest) <= 1 ? nearest : null;

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours; case counts as nothing.</summary>
    private static int Distance(string left, string right)
    {
        int[] beforeLast = new int[right.Length + 1];
        int[] last = new int[right.Length + 1];
        int[] current = new int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(last[j] + 1, current[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
