namespace ServicePing.Shared;

/// <summary>Finds the name that somebody may have meant.</summary>
internal static class NearName
{
    /// <summary>The candidate with the fewest letters added, left out or replaced, at most a third of them; null where none is near.</summary>
    internal static string? Of(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int limit = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < limit)
            {
                (nearest, limit) = (candidate, distance);
            }
        }

        return nearest;
    }

    private static int Distance(string left, string right)
    {
        int[] last = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] current = new int[right.Length + 1];
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(last[j], current[j - 1]) + 1);
            }

            last = current;
        }

        return last[right.Length];
    }
}
