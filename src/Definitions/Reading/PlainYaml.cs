using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Reading;

/// <summary>
/// Reads the plain subset of YAML in which nearly every definition is written, at a fraction of what a whole parser costs: one
/// document of block maps and lists in printable ASCII, with scalars and short lists on one line.
/// </summary>
/// <remarks>
/// It never judges: whatever it does not know for certain is left to <see cref="YamlTree"/>, which gives the same nodes for
/// everything that this class accepts, as tests over the corpus and its mutants hold.
/// </remarks>
internal sealed class PlainYaml
{
    /// <summary>Deeper texts are left to the parser, which counts them.</summary>
    private const int MaxDepth = 16;

    private readonly string _text;
    private readonly List<YamlEntry> _entries = new(32);
    private readonly List<YamlNode> _items = new(8);
    private readonly List<YamlMap> _maps = new(4);
    private int _depth;

    /// <summary>Where the current line's content begins, in which column, and where the line ends.</summary>
    private int _at;
    private int _indent;
    private int _end = -1;

    /// <summary>Whether empty lines or comments stand between the current line and the one before.</summary>
    private bool _isApart;
    private bool _failed;

    private PlainYaml(string text) => _text = text;

    private bool IsAtEnd => _at == _text.Length;

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
        if (root is null || yaml._failed || !yaml.IsAtEnd)
        {
            return null;
        }

        foreach (YamlMap map in yaml._maps)
        {
            DuplicateKeys.Report(map.Entries, problems);
        }

        return root;
    }

    private YamlNode? Document()
    {
        MoveNext();
        if (!IsAtEnd && _indent == 0 && string.CompareOrdinal(_text, _at, "---", 0, 3) == 0)
        {
            if (Skip(_at + 3) != _end)
            {
                return null;
            }

            MoveNext();
        }

        return IsAtEnd ? null : Block();
    }

    /// <summary>The map or list that begins at the current line.</summary>
    private YamlNode? Block()
    {
        if (++_depth > MaxDepth)
        {
            return Fail();
        }

        YamlNode? node = IsDash(_at) ? List(_indent) : Map(_indent);
        _depth--;
        return node;
    }

    private YamlMap? Map(int indent)
    {
        int start = _at;
        int first = _entries.Count;
        while (!IsAtEnd && _indent == indent)
        {
            int keyStart = _at;
            int keyEnd = KeyEnd(keyStart);
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
        YamlMap map = new(start, Trim(start), entries);
        _maps.Add(map);
        return map;
    }

    /// <summary>What stands behind a colon, or below it.</summary>
    private YamlNode? Value(int indent, int behindColon)
    {
        int at = Skip(behindColon);
        if (at < _end && _text[at] != '#')
        {
            return Inline(indent, at);
        }

        MoveNext();
        return !IsAtEnd && (_indent > indent || (_indent == indent && IsDash(_at)))
            ? Block()
            : new YamlScalar(behindColon, behindColon, "", OptionKind.Null);
    }

    private YamlList? List(int indent)
    {
        int start = _at;
        int first = _items.Count;
        while (!IsAtEnd && _indent == indent && IsDash(_at))
        {
            int at = Skip(_at + 1);
            YamlNode? item;
            if (at == _end || _text[at] == '#' || IsDash(at))
            {
                item = Fail();
            }
            else if (KeyEnd(at) >= 0)
            {
                _indent += at - _at;
                _at = at;
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
        return new YamlList(start, Trim(start), items);
    }

    /// <summary>A value that begins on the current line; the line behind it is the current one then.</summary>
    private YamlNode? Inline(int indent, int at)
    {
        int end = at;
        YamlNode? node = _text[at] switch
        {
            '"' or '\'' => Quoted(ref end),
            '[' => FlowList(ref end),
            _ => null,
        };
        if (node is null)
        {
            return _failed || !BeginsPlain(at) ? Fail() : Plain(indent, at);
        }

        int rest = Skip(end);
        if (rest < _end && (rest == end || _text[rest] != '#'))
        {
            return Fail();
        }

        MoveNext();
        return IsAtEnd || _indent <= indent ? node : Fail();
    }

    private YamlScalar? Plain(int indent, int at)
    {
        bool goesOn = PlainLine(at, out int end);
        string text = _text.Substring(at, end - at);
        if (_failed)
        {
            return null;
        }

        MoveNext();
        while (!IsAtEnd && _indent > indent)
        {
            if (!goesOn || _isApart || !BeginsPlain(_at))
            {
                return (YamlScalar?)Fail();
            }

            int next = _at;
            goesOn = PlainLine(next, out end);
            if (_failed)
            {
                return null;
            }

            text += " " + _text.Substring(next, end - next);
            MoveNext();
        }

        OptionKind kind = PlainScalar.Resolve(text);
        return new YamlScalar(at, end, kind == OptionKind.Null ? "" : text, kind);
    }

    /// <summary>Finds the end of a plain text on the current line, and whether it may go on in the next one.</summary>
    private bool PlainLine(int at, out int end)
    {
        end = at;
        for (int i = at; i < _end; i++)
        {
            switch (_text[i])
            {
                case '#' when _text[i - 1] == ' ':
                    return false;
                case ':' when i + 1 == _end || _text[i + 1] == ' ':
                    Fail();
                    return false;
                case not ' ':
                    end = i + 1;
                    break;
            }
        }

        return true;
    }

    /// <summary>A text in quotes that says all on one line.</summary>
    private YamlScalar? Quoted(ref int at)
    {
        int start = at;
        char quote = _text[start];
        for (int i = start + 1; i < _end; i++)
        {
            if (_text[i] == '\\' && quote == '"')
            {
                break;
            }

            if (_text[i] == quote)
            {
                if (quote == '\'' && i + 1 < _end && _text[i + 1] == quote)
                {
                    break;
                }

                at = i + 1;
                return new YamlScalar(start, at, _text.Substring(start + 1, i - start - 1), OptionKind.String);
            }
        }

        return (YamlScalar?)Fail();
    }

    /// <summary>A list of scalars in brackets on one line.</summary>
    private YamlList? FlowList(ref int at)
    {
        int start = at;
        int first = _items.Count;
        at = Skip(at + 1);
        while (at < _end && _text[at] != ']')
        {
            if ((_text[at] is '"' or '\'' ? Quoted(ref at) : FlowWord(ref at)) is not { } item)
            {
                return (YamlList?)Fail();
            }

            _items.Add(item);
            at = Skip(at);
            if (at < _end && _text[at] == ',')
            {
                at = Skip(at + 1);
                if (at < _end && _text[at] == ']')
                {
                    return (YamlList?)Fail();
                }
            }
            else if (at < _end && _text[at] != ']')
            {
                return (YamlList?)Fail();
            }
        }

        if (at >= _end)
        {
            return (YamlList?)Fail();
        }

        return new YamlList(start, ++at, TakeItems(first));
    }

    private YamlScalar? FlowWord(ref int at)
    {
        int start = at;
        if (!BeginsPlain(at))
        {
            return null;
        }

        int end = at;
        for (; at < _end && _text[at] is not (',' or ']'); at++)
        {
            if (_text[at] is '[' or '{' or '}' or ':' or '#' or '"' or '\'')
            {
                return null;
            }

            end = _text[at] == ' ' ? end : at + 1;
        }

        string text = _text.Substring(start, end - start);
        OptionKind kind = PlainScalar.Resolve(text);
        return new YamlScalar(start, end, kind == OptionKind.Null ? "" : text, kind);
    }

    private YamlNode[] TakeItems(int first)
    {
        YamlNode[] items = new YamlNode[_items.Count - first];
        _items.CopyTo(first, items, 0, items.Length);
        _items.RemoveRange(first, items.Length);
        return items;
    }

    /// <summary>Goes to the next line that is neither empty nor a comment.</summary>
    private void MoveNext()
    {
        _isApart = false;
        for (int start = _end + 1; start < _text.Length; start = _end + 1)
        {
            _at = start;
            _end = _text.IndexOf('\n', start);
            _end = _end < 0 ? _text.Length : _end;
            while (_at < _end && _text[_at] == ' ')
            {
                _at++;
            }

            if (_at < _end && _text[_at] != '#')
            {
                _indent = _at - start;
                return;
            }

            _isApart = true;
        }

        _at = _text.Length;
    }

    /// <summary>The end of a plain key with a colon behind it; -1 where there is none.</summary>
    private int KeyEnd(int at)
    {
        int end = at;
        while (end < _end && IsWord(_text[end]))
        {
            end++;
        }

        bool isKey = end > at && end - at < 200 && end < _end && _text[end] == ':' && (end + 1 == _end || _text[end + 1] == ' ');
        return isKey ? end : -1;
    }

    /// <summary>Whether a plain text may begin so; the parser knows of more.</summary>
    private bool BeginsPlain(int at) =>
        IsWord(_text[at])
        || _text[at] is '<' or '/' or '.' or '(' or '+' or '$' or '~'
        || (_text[at] == '-' && at + 1 < _end && IsWord(_text[at + 1]));

    private bool IsDash(int at) => _text[at] == '-' && (at + 1 == _end || _text[at + 1] == ' ');

    private static bool IsWord(char character) =>
        character is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private int Skip(int at)
    {
        while (at < _end && _text[at] == ' ')
        {
            at++;
        }

        return at;
    }

    /// <summary>Block nodes end where the next one begins, without the space between.</summary>
    private int Trim(int start)
    {
        int end = _at;
        while (end > start && _text[end - 1] is ' ' or '\n')
        {
            end--;
        }

        return end;
    }

    private YamlNode? Fail()
    {
        _failed = true;
        return null;
    }
}
