using System.Text;

namespace ServicePing.Definitions.Embedding;

/// <summary>The items of the lists and maps of a text: one that stood before is written by letters.</summary>
/// <remarks>Shorter ones, brackets among them, are always written as they are.</remarks>
internal sealed class RepeatedItems
{
    private const int Shortest = 3;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _items = [];

    /// <summary>Writes a cell.</summary>
    public void Append(string cell, StringBuilder text)
    {
        if (!HasItems(cell))
        {
            text.Append(cell);
            return;
        }

        bool isFirst = true;
        foreach (string item in cell.Split(CatalogueText.ItemSeparator))
        {
            _ = isFirst ? text : text.Append(CatalogueText.ItemSeparator);
            isFirst = false;
            if (_names.TryGetValue(item, out string? name))
            {
                text.Append(name);
                continue;
            }

            text.Append(item);
            if (item.Length >= Shortest)
            {
                _names.Add(item, CatalogueText.NameOf(_names.Count));
            }
        }
    }

    /// <summary>The cell that was written; null where it names an item that was not there before.</summary>
    public string? Read(string written)
    {
        if (!HasItems(written))
        {
            return written;
        }

        string[] items = written.Split(CatalogueText.ItemSeparator);
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i].Length > 0 && items[i][0] is >= 'a' and <= 'z')
            {
                if (CatalogueText.Named(items[i], _items) is not { } named)
                {
                    return null;
                }

                items[i] = named;
            }
            else if (items[i].Length >= Shortest)
            {
                _items.Add(items[i]);
            }
        }

        return string.Join(";", items);
    }

    /// <summary>Whether a cell is a list or a map.</summary>
    public static bool HasItems(string cell) => cell[0] is '[' or '{';
}
