using System.Text;

namespace ServicePing.Definitions.Embedding;

/// <summary>The values of a text that are written once and then referred to by letters.</summary>
/// <remarks>
/// Whole cells are shared first; of those that stand alone, the atoms between separators; of those that stand alone still, the
/// beginning up to the last slash or dot.
/// </remarks>
internal sealed class SharedValues
{
    private const int Letters = 26;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];

    private SharedValues(Dictionary<string, int> counts)
    {
        foreach (KeyValuePair<string, int> one in counts
            .Where(static one => IsWorthSharing(one.Key, one.Value))
            .OrderByDescending(static one => one.Value)
            .ThenBy(static one => one.Key, StringComparer.Ordinal))
        {
            _names.Add(one.Key, NameOf(_values.Count));
            _values.Add(one.Key);
        }
    }

    public static SharedValues Of(IEnumerable<CatalogueRow> rows)
    {
        Dictionary<string, int> cells = new(StringComparer.Ordinal);
        foreach (CatalogueRow row in rows)
        {
            foreach (string cell in row.Cells)
            {
                Count(cells, cell, 1);
            }
        }

        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        Dictionary<string, int> atoms = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, int> cell in cells)
        {
            if (IsWorthSharing(cell.Key, cell.Value))
            {
                Count(counts, cell.Key, cell.Value);
            }
            else
            {
                foreach (string atom in AtomsOf(cell.Key))
                {
                    Count(atoms, atom, cell.Value);
                }
            }
        }

        foreach (KeyValuePair<string, int> atom in atoms)
        {
            if (counts.ContainsKey(atom.Key) || IsWorthSharing(atom.Key, atom.Value))
            {
                Count(counts, atom.Key, atom.Value);
            }
            else if (BeginningOf(atom.Key) is { } beginning)
            {
                Count(counts, beginning, atom.Value);
            }
        }

        return new SharedValues(counts);
    }

    /// <summary>Writes the shared values, a line each.</summary>
    public void AppendTable(StringBuilder text)
    {
        for (int i = 0; i < _values.Count; i++)
        {
            text.Append(NameOf(i)).Append('=').Append(_values[i]).Append('\n');
        }
    }

    /// <summary>Writes a cell, with references for what is shared.</summary>
    public void Append(string cell, StringBuilder text)
    {
        if (_names.TryGetValue(cell, out string? name))
        {
            text.Append(name);
            return;
        }

        bool isFirst = true;
        foreach (string atom in AtomsOf(cell))
        {
            text.Append(isFirst ? "" : "|");
            isFirst = false;
            if (_names.TryGetValue(atom, out name))
            {
                text.Append(name);
            }
            else if (BeginningOf(atom) is { } beginning && _names.TryGetValue(beginning, out name))
            {
                text.Append(name).Append('\'').Append(atom, beginning.Length, atom.Length - beginning.Length);
            }
            else
            {
                text.Append(atom);
            }
        }
    }

    private static string[] AtomsOf(string cell) =>
        cell.Length > 0 && cell[0] is '[' or '{' ? cell.Split(CatalogueText.Separator) : [cell];

    /// <summary>A text up to its last slash, or else its last dot before a word: paths, links and key paths begin alike.</summary>
    private static string? BeginningOf(string atom)
    {
        if (atom.Length == 0 || atom[0] != '\'')
        {
            return null;
        }

        int end = atom.LastIndexOf('/');
        end = end < 0 ? atom.LastIndexOf('.') : end;
        return end > 3 && end < atom.Length - 1 && atom.IndexOf('\\') < 0 && atom.IndexOf(' ') < 0 ? atom.Substring(0, end + 1) : null;
    }

    /// <summary>Whether a line of its own and references are shorter than the repetition.</summary>
    private static bool IsWorthSharing(string value, int count) => value.Length > 2 && (count - 1) * (value.Length - 2) > 6;

    private static void Count(Dictionary<string, int> counts, string value, int times) =>
        counts[value] = counts.TryGetValue(value, out int known) ? known + times : times;

    /// <summary><c>a</c> to <c>z</c>, then <c>aa</c> and so on.</summary>
    private static string NameOf(int position)
    {
        string name = "";
        for (int rest = position; rest >= 0; rest = (rest / Letters) - 1)
        {
            name = (char)('a' + (rest % Letters)) + name;
        }

        return name;
    }
}
