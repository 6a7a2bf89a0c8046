using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Yaml;

/// <summary>
/// Reads the plain subset of YAML in which nearly every definition is written, at a fraction of what a whole parser costs: one
/// document of block maps and lists in printable ASCII, with scalars and short lists on one line.
/// </summary>
/// <remarks>
/// It never judges: whatever it does not know for certain is left to <see cref="YamlTree"/>, which gives the same nodes for
/// everything that this class accepts, as tests over the corpus and its mutants hold.
/// </remarks>
internal sealed partial class PlainYaml
{
    /// <summary>Deeper texts are left to the parser, which counts them.</summary>
    private const int MaxDepth = 16;

    private readonly string _text;
    private readonly PlainLines _lines;
    private readonly List<YamlEntry> _entries = new(32);
    private readonly List<YamlNode> _items = new(8);
    private readonly List<YamlMap> _maps = new(4);
    private int _depth;
    private bool _failed;

    private PlainYaml(string text)
    {
        _text = text;
        _lines = new PlainLines(text);
    }

    /// <summary>The root of a text; null where the text is more than plain.</summary>
    public static YamlNode? Parse(FileProblems problems)
    {
        foreach (char character in problems.Text)
        {
            if (character is not ('\n' or (>= ' ' and <= '~')))
            {
                return null;
            }
        }

        PlainYaml yaml = new(problems.Text);
        YamlNode? root = yaml.Document();
        if (root is null || yaml._failed || !yaml._lines.IsAtEnd || yaml._maps.Exists(static map => DuplicateKeys.Are(map.Entries)))
        {
            return null;
        }

        return root;
    }

    private YamlNode? Document()
    {
        _lines.MoveNext();
        if (!_lines.IsAtEnd && _lines.Indent == 0 && string.CompareOrdinal(_text, _lines.At, "---", 0, 3) == 0)
        {
            if (_lines.Skip(_lines.At + 3) != _lines.End)
            {
                return null;
            }

            _lines.MoveNext();
        }

        return _lines.IsAtEnd ? null : Block();
    }

    /// <summary>The map or list that begins at the current line.</summary>
    private YamlNode? Block()
    {
        if (++_depth > MaxDepth)
        {
            return Fail();
        }

        YamlNode? node = _lines.IsDash(_lines.At) ? List(_lines.Indent) : Map(_lines.Indent);
        _depth--;
        return node;
    }

    private YamlMap? Map(int indent)
    {
        int start = _lines.At;
        int first = _entries.Count;
        while (!_lines.IsAtEnd && _lines.Indent == indent)
        {
            int keyStart = _lines.At;
            int keyEnd = _lines.KeyEnd(keyStart);
            if (keyEnd < 0)
            {
                return (YamlMap?)Fail();
            }

            if (Value(indent, keyEnd + 1) is not { } value)
            {
                return null;
            }

            _entries.Add(new YamlEntry(_text.Substring(keyStart, keyEnd - keyStart), keyStart, keyEnd, value));
        }

        YamlEntry[] entries = new YamlEntry[_entries.Count - first];
        _entries.CopyTo(first, entries, 0, entries.Length);
        _entries.RemoveRange(first, entries.Length);
        YamlMap map = new(start, _lines.Trim(start), entries);
        _maps.Add(map);
        return map;
    }

    /// <summary>What stands behind a colon, or below it.</summary>
    private YamlNode? Value(int indent, int behindColon)
    {
        int at = _lines.Skip(behindColon);
        if (at < _lines.End && _text[at] != '#')
        {
            return Inline(indent, at);
        }

        _lines.MoveNext();
        return !_lines.IsAtEnd && (_lines.Indent > indent || (_lines.Indent == indent && _lines.IsDash(_lines.At)))
            ? Block()
            : new YamlScalar(behindColon, behindColon, "", OptionKind.Null);
    }

    private YamlList? List(int indent)
    {
        int start = _lines.At;
        int first = _items.Count;
        while (!_lines.IsAtEnd && _lines.Indent == indent && _lines.IsDash(_lines.At))
        {
            int at = _lines.Skip(_lines.At + 1);
            YamlNode? item;
            if (at == _lines.End || _text[at] == '#' || _lines.IsDash(at))
            {
                item = Fail();
            }
            else if (_lines.KeyEnd(at) >= 0)
            {
                _lines.MoveTo(at);
                item = Block();
            }
            else
            {
                item = Inline(indent, at);
            }

            if (item is null)
            {
                return null;
            }

            _items.Add(item);
        }

        YamlNode[] items = TakeItems(first);
        return new YamlList(start, _lines.Trim(start), items);
    }

    private YamlNode[] TakeItems(int first)
    {
        YamlNode[] items = new YamlNode[_items.Count - first];
        _items.CopyTo(first, items, 0, items.Length);
        _items.RemoveRange(first, items.Length);
        return items;
    }

    private YamlNode? Fail()
    {
        _failed = true;
        return null;
    }
}
