namespace ServicePing.Definitions.Embedding;

/// <summary>The name that runs through a definition: its key path, its events and its file tell it again and again.</summary>
/// <remarks>Once it is taken out, rows of different names have equal values, which are then shared.</remarks>
internal static class RowName
{
    private const int Shortest = 4;
    private static readonly string[] Periods = ["_weekly", "_monthly"];

    /// <summary>The name whose replacement saves most; empty where none does.</summary>
    public static string Of(string[] cells)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        List<string> replaceable = [];
        foreach (string cell in cells)
        {
            if (IsReplaceable(cell))
            {
                replaceable.Add(cell);
                AddNames(cell, names);
            }
        }

        string best = "";
        int most = 0;
        foreach (string name in names)
        {
            int saved = -name.Length;
            foreach (string cell in replaceable)
            {
                saved += cell.Length > name.Length ? Occurrences(cell, name) * (name.Length - 1) : 0;
            }

            if (saved > most || (saved == most && string.CompareOrdinal(name, best) < 0))
            {
                best = name;
                most = saved;
            }
        }

        return best;
    }

    /// <summary>Puts the mark in the place of a name.</summary>
    public static string TakeOut(string name, string cell) =>
        name.Length > 0 && IsReplaceable(cell) ? cell.Replace(name, CatalogueText.NameMark.ToString()) : cell;

    /// <summary>Sentences and links stay as they are; an escape must not be torn.</summary>
    private static bool IsReplaceable(string cell) =>
        cell.Length > Shortest && cell.IndexOf(' ') < 0 && cell.IndexOf('\\') < 0 && cell.IndexOf("://", StringComparison.Ordinal) < 0;

    private static void AddNames(string cell, HashSet<string> names)
    {
        int start = 0;
        for (int i = 0; i <= cell.Length; i++)
        {
            if (i < cell.Length && (char.IsLetterOrDigit(cell[i]) || cell[i] == '_'))
            {
                continue;
            }

            if (i - start > Shortest)
            {
                Add(cell.Substring(start, i - start), names);
            }

            start = i + 1;
        }
    }

    private static void Add(string name, HashSet<string> names)
    {
        if (name.IndexOf('_') < 0 || !names.Add(name))
        {
            return;
        }

        foreach (string period in Periods)
        {
            if (name.EndsWith(period, StringComparison.Ordinal))
            {
                Add(name.Substring(0, name.Length - period.Length), names);
            }
        }

        // GitLab's files begin with the moment at which they were made.
        int digits = 0;
        while (digits < name.Length && name[digits] is >= '0' and <= '9')
        {
            digits++;
        }

        if (digits > 0 && digits < name.Length && name[digits] == '_')
        {
            Add(name.Substring(digits + 1), names);
        }
    }

    private static int Occurrences(string cell, string name)
    {
        int count = 0;
        for (int at = cell.IndexOf(name, StringComparison.Ordinal); at >= 0; at = cell.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
