using System.Globalization;
using System.Text;

namespace ServicePing.Definitions.Embedding;

/// <summary>The cells of a column, from the first row to the last: what stood in it before is not written again.</summary>
/// <remarks>
/// A cell that came before is written by letters: <c>c</c> is the third different one. Of a cell that resembles the one before, only
/// what is new is written: <c>12'text</c> keeps the first twelve characters, <c>12,7'text</c> the last seven as well.
/// </remarks>
/// <param name="items">The items in the cells of all columns.</param>
internal sealed class RepeatedCells(RepeatedItems items)
{
    /// <summary>Less is not worth the numbers.</summary>
    private const int WorthKeeping = 4;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _cells = [];
    private string _before = "";

    /// <summary>Writes the next cell; nothing for an empty one.</summary>
    public void Append(string cell, StringBuilder text)
    {
        if (cell.Length == 0)
        {
            return;
        }

        if (_names.TryGetValue(cell, out string? name))
        {
            text.Append(name);
        }
        else
        {
            _names.Add(cell, CatalogueText.NameOf(_names.Count));
            AppendNew(cell, text);
        }

        _before = cell;
    }

    /// <summary>The next cell, from what is written; null where it refers to something that is not there.</summary>
    public string? Read(string written)
    {
        string? cell;
        switch (written[0])
        {
            case >= 'a' and <= 'z':
                cell = CatalogueText.Named(written, _cells);
                break;
            case >= '0' and <= '9':
                cell = Resembling(written);
                _cells.Add(cell ?? "");
                break;
            default:
                cell = items.Read(written);
                _cells.Add(cell ?? "");
                break;
        }

        _before = cell ?? "";
        return cell;
    }

    private void AppendNew(string cell, StringBuilder text)
    {
        int first = SharedBeginning(cell);
        int last = SharedEnd(cell, first);
        last = last < WorthKeeping ? 0 : last;
        bool isWorthIt = first + last >= WorthKeeping && (!RepeatedItems.HasItems(cell) || 2 * (first + last) >= cell.Length);
        if (!isWorthIt)
        {
            items.Append(cell, text);
            return;
        }

        text.Append(first.ToString(CultureInfo.InvariantCulture));
        if (last > 0)
        {
            text.Append(',').Append(last.ToString(CultureInfo.InvariantCulture));
        }

        text.Append('\'').Append(cell, first, cell.Length - first - last);
    }

    private int SharedBeginning(string cell)
    {
        int most = Math.Min(cell.Length, _before.Length);
        int length = 0;
        while (length < most && cell[length] == _before[length])
        {
            length++;
        }

        // A pair of surrogates is one character in UTF-8.
        return length > 0 && char.IsHighSurrogate(cell[length - 1]) ? length - 1 : length;
    }

    private int SharedEnd(string cell, int first)
    {
        int most = Math.Min(cell.Length, _before.Length) - first;
        int length = 0;
        while (length < most && cell[cell.Length - 1 - length] == _before[_before.Length - 1 - length])
        {
            length++;
        }

        return length > 0 && char.IsLowSurrogate(cell[cell.Length - length]) ? length - 1 : length;
    }

    private string? Resembling(string written)
    {
        int mark = written.IndexOf('\'');
        int comma = written.IndexOf(',', 0, Math.Max(mark, 0));
        int last = 0;
        return mark > 0
            && IsLength(written.Substring(0, comma < 0 ? mark : comma), _before.Length, out int first)
            && (comma < 0 || IsLength(written.Substring(comma + 1, mark - comma - 1), _before.Length - first, out last))
                ? _before.Substring(0, first) + written.Substring(mark + 1) + _before.Substring(_before.Length - last)
                : null;
    }

    private static bool IsLength(string digits, int most, out int length) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= most;
}
