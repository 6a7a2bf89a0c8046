using System.Globalization;
using System.Text;

namespace ServicePing.Runtime.Catalogue;

/// <summary>Reads the text of an embedded catalogue; <c>docs/catalogue.md</c> describes the notation.</summary>
/// <remarks>
/// Definitions are not part of a program, and here nobody needs their types: rows stay names and values, so that those of a later
/// version are listed as well.
/// </remarks>
internal sealed class CatalogueText
{
    private const string Header = "ServicePing catalogue 2";

    private readonly Dictionary<char, Columns> _kinds = [];
    private readonly List<string> _items = [];
    private string _cell = "";
    private string _name = "";
    private int _number;
    private int _at;

    private CatalogueText()
    {
    }

    /// <summary>The rows of a text, in its order.</summary>
    /// <exception cref="FormatException">The text is no catalogue, or one of another version; the message tells the line.</exception>
    internal static IEnumerable<CatalogueRow> Read(string text)
    {
        CatalogueText reader = new();
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            reader._number++;
            if (reader._number == 1)
            {
                _ = line == Header ? true : throw reader.Wrong($"it is not '{Header}'");
            }
            else if (line.Length > 1 && char.IsAsciiLetterUpper(line[0]) && line[1] == '=')
            {
                reader._kinds[line[0]] = new Columns(line[2..].Split('|'));
            }
            else
            {
                yield return reader.Row(line);
            }
        }
    }

    private CatalogueRow Row(string line)
    {
        if (line.Length < 2 || line[1] != '|' || !_kinds.TryGetValue(line[0], out Columns? columns))
        {
            throw Wrong("it begins with no kind whose columns are known");
        }

        string[] cells = line[2..].Split('|');
        if (cells.Length > columns.Names.Length)
        {
            throw Wrong("it has more values than columns");
        }

        _name = "";
        List<(string Name, CatalogueValue Value)> fields = new(cells.Length);
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i].Length == 0)
            {
                continue;
            }

            (_cell, _at) = (columns.Before[i] = Cell(cells[i], columns.Before[i], columns.Cells[i]), 0);
            CatalogueValue value = Value();
            if (columns.Names[i] == "^")
            {
                _name = value.Text;
            }
            else
            {
                fields.Add((columns.Names[i], value));
            }
        }

        return new CatalogueRow(line[0], fields);
    }

    /// <summary>A cell with what is not written again.</summary>
    /// <param name="written">What is written.</param>
    /// <param name="before">The cell before in the column.</param>
    /// <param name="cells">The different cells so far in the column.</param>
    private string Cell(string written, string before, List<string> cells)
    {
        if (char.IsAsciiLetterLower(written[0]))
        {
            return Named(written, cells);
        }

        string cell = char.IsAsciiDigit(written[0]) ? Resembling(written, before)
            : written[0] is '[' or '{' ? string.Join(';', written.Split(';').Select(Item))
            : written;
        cells.Add(cell);
        return cell;
    }

    /// <summary>An item of a list; one of at least three characters is written once.</summary>
    private string Item(string written)
    {
        if (written.Length > 0 && char.IsAsciiLetterLower(written[0]))
        {
            return Named(written, _items);
        }

        if (written.Length > 2)
        {
            _items.Add(written);
        }

        return written;
    }

    /// <summary><c>a</c> is the first, <c>aa</c> the 27th.</summary>
    private string Named(string letters, List<string> before)
    {
        int position = 0;
        foreach (char letter in letters)
        {
            position = (position * 26) + letter - 'a' + 1;
            if (!char.IsAsciiLetterLower(letter) || position > before.Count)
            {
                throw Wrong($"'{letters}' refers to something that is not there");
            }
        }

        return before[position - 1];
    }

    /// <summary><c>12,7'text</c> has the first twelve characters of the cell before, then the text, then the last seven.</summary>
    private string Resembling(string written, string before)
    {
        int mark = written.IndexOf('\'');
        string[] lengths = written[..Math.Max(mark, 0)].Split(',');
        int last = 0;
        return lengths.Length < 3
            && int.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) && first <= before.Length
            && (lengths.Length == 1 || int.TryParse(lengths[1], NumberStyles.None, CultureInfo.InvariantCulture, out last))
            && last <= before.Length - first
                ? string.Concat(before.AsSpan(0, first), written.AsSpan(mark + 1), before.AsSpan(before.Length - last))
                : throw Wrong($"'{written}' refers to something that is not there");
    }

    private CatalogueValue Value()
    {
        char mark = _at < _cell.Length ? _cell[_at++] : throw Wrong("a value is missing");
        return mark switch
        {
            '[' => Many(CatalogueValueKind.List, ']'),
            '{' => Many(CatalogueValueKind.Map, '}'),
            '\'' => new CatalogueValue(CatalogueValueKind.String, Text(), []),
            '#' => new CatalogueValue(CatalogueValueKind.Number, Text(), []),
            '?' => new CatalogueValue(CatalogueValueKind.Boolean, Text(), []),
            '~' => new CatalogueValue(CatalogueValueKind.Null, "", []),
            _ => throw Wrong($"'{mark}' begins no value"),
        };
    }

    private CatalogueValue Many(CatalogueValueKind kind, char bracket)
    {
        List<(string Name, CatalogueValue Value)> members = [];
        Separate();
        while (_at < _cell.Length && _cell[_at] != bracket)
        {
            string name = "";
            if (kind == CatalogueValueKind.Map)
            {
                name = Value().Text;
                Separate();
            }

            members.Add((name, Value()));
            Separate();
        }

        _at++;
        return new CatalogueValue(kind, "", members);
    }

    private void Separate()
    {
        if (_at >= _cell.Length || _cell[_at++] != ';')
        {
            throw Wrong("a ';' is missing");
        }
    }

    /// <summary>The text up to the next separator.</summary>
    private string Text()
    {
        int end = _cell.IndexOf(';', _at);
        end = end < 0 ? _cell.Length : end;
        ReadOnlySpan<char> written = _cell.AsSpan(_at, end - _at);
        _at = end;
        if (!written.ContainsAny('\\', '^'))
        {
            return written.ToString();
        }

        StringBuilder text = new(written.Length + _name.Length);
        for (int i = 0; i < written.Length; i++)
        {
            _ = written[i] switch
            {
                '^' => text.Append(_name),
                '\\' => text.Append(Escaped(written, ref i)),
                char other => text.Append(other),
            };
        }

        return text.ToString();
    }

    private char Escaped(ReadOnlySpan<char> written, ref int at)
    {
        char mark = ++at < written.Length ? written[at] : throw Wrong("an escape ends early");
        switch (mark)
        {
            case '\\':
                return '\\';
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'u' when at + 4 < written.Length
                && ushort.TryParse(written.Slice(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                at += 4;
                return (char)code;
            default:
                throw Wrong($"'\\{mark}' is no escape");
        }
    }

    private FormatException Wrong(string problem) => new($"Line {_number} of the catalogue cannot be read: {problem}.");

    /// <summary>The columns of a kind, and what stood in them so far.</summary>
    private sealed class Columns(string[] names)
    {
        public string[] Names => names;

        /// <summary>The cell before in each column.</summary>
        public string[] Before { get; } = [.. names.Select(static _ => "")];

        /// <summary>The different cells so far in each column.</summary>
        public List<string>[] Cells { get; } = [.. names.Select(static _ => new List<string>())];
    }
}
