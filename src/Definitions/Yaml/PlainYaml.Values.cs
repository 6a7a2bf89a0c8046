using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Yaml;

// Scalars, and the lists that stand on one line.
internal sealed partial class PlainYaml
{
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
            return _failed || !_lines.BeginsPlain(at) ? Fail() : Plain(indent, at);
        }

        int rest = _lines.Skip(end);
        if (rest < _lines.End && (rest == end || _text[rest] != '#'))
        {
            return Fail();
        }

        _lines.MoveNext();
        return _lines.IsAtEnd || _lines.Indent <= indent ? node : Fail();
    }

    private YamlScalar? Plain(int indent, int at)
    {
        bool goesOn = PlainLine(at, out int end);
        string text = _text.Substring(at, end - at);
        if (_failed)
        {
            return null;
        }

        _lines.MoveNext();
        while (!_lines.IsAtEnd && _lines.Indent > indent)
        {
            if (!goesOn || _lines.IsApart || !_lines.BeginsPlain(_lines.At))
            {
                return (YamlScalar?)Fail();
            }

            int next = _lines.At;
            goesOn = PlainLine(next, out end);
            if (_failed)
            {
                return null;
            }

            text += " " + _text.Substring(next, end - next);
            _lines.MoveNext();
        }

        OptionKind kind = PlainScalar.Resolve(text);
        return new YamlScalar(at, end, kind == OptionKind.Null ? "" : text, kind);
    }

    /// <summary>Finds the end of a plain text on the current line, and whether it may go on in the next one.</summary>
    private bool PlainLine(int at, out int end)
    {
        end = at;
        for (int i = at; i < _lines.End; i++)
        {
            switch (_text[i])
            {
                case '#' when _text[i - 1] == ' ':
                    return false;
                case ':' when i + 1 == _lines.End || _text[i + 1] == ' ':
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
        for (int i = start + 1; i < _lines.End; i++)
        {
            if (_text[i] == '\\' && quote == '"')
            {
                break;
            }

            if (_text[i] == quote)
            {
                if (quote == '\'' && i + 1 < _lines.End && _text[i + 1] == quote)
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
        at = _lines.Skip(at + 1);
        while (at < _lines.End && _text[at] != ']')
        {
            if ((_text[at] is '"' or '\'' ? Quoted(ref at) : FlowWord(ref at)) is not { } item)
            {
                return (YamlList?)Fail();
            }

            _items.Add(item);
            at = _lines.Skip(at);
            if (at < _lines.End && _text[at] == ',')
            {
                at = _lines.Skip(at + 1);
                if (at < _lines.End && _text[at] == ']')
                {
                    return (YamlList?)Fail();
                }
            }
            else if (at < _lines.End && _text[at] != ']')
            {
                return (YamlList?)Fail();
            }
        }

        if (at >= _lines.End)
        {
            return (YamlList?)Fail();
        }

        return new YamlList(start, ++at, TakeItems(first));
    }

    private YamlScalar? FlowWord(ref int at)
    {
        int start = at;
        if (!_lines.BeginsPlain(at))
        {
            return null;
        }

        int end = at;
        for (; at < _lines.End && _text[at] is not (',' or ']'); at++)
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
}
