using System.Globalization;
using System.Text;

namespace ServicePing;

/// <summary>Reads the text of an embedded catalogue; <c>docs/catalogue.md</c> describes the notation.</summary>
/// <remarks>
/// Definitions are not part of a program, and here nobody needs their types: rows stay names and values, so that those of a later
/// version are listed as well.
/// </remarks>
internal sealed class CatalogueText
{
    private const string Header = "ServicePing catalogue 1";

    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<char, string[]> _columns = [];
    private string _line = "";
    private string _name = "";
    private int _number;
    private int _at;

    private CatalogueText()
    {
    }

    /// <summary>The rows of a text, in its order.</summary>
    /// <exception cref="FormatException">The text is no catalogue, or one of a later version; the message tells the line.</exception>
    internal static IEnumerable<CatalogueRow> Read(string text)
    {
        CatalogueText reader = new();
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            reader.Begin(line);
            if (reader._number == 1)
            {
                _ = line == Header ? true : throw reader.Wrong($"it is not '{Header}'");
            }
            else if (reader.Declare() is false)
            {
                yield return reader.Row();
            }
        }
    }

    private void Begin(string line)
    {
        _line = line;
        _number++;
        _at = 0;
        _name = "";
    }

    /// <summary>Whether the line gives a name to a value or to columns.</summary>
    private bool Declare()
    {
        int letters = 0;
        while (letters < _line.Length && char.IsAsciiLetter(_line[letters]))
        {
            letters++;
        }

        if (letters == 0 || letters == _line.Length || _line[letters] != '=')
        {
            return false;
        }

        if (char.IsAsciiLetterUpper(_line[0]))
        {
            _columns[_line[0]] = _line[(letters + 1)..].Split('|');
        }
        else
        {
            _shared[_line[..letters]] = _line[(letters + 1)..];
        }

        return true;
    }

    private CatalogueRow Row()
    {
        if (_line.Length == 0 || !_columns.TryGetValue(_line[0], out string[]? columns))
        {
            throw Wrong("it begins with no kind whose columns are known");
        }

        char kind = _line[_at++];
        Separate();
        _name = Rest();
        List<(string Name, CatalogueValue Value)> fields = new(columns.Length);
        for (int i = 0; _at < _line.Length; i++)
        {
            Separate();
            if (_at < _line.Length && _line[_at] != '|')
            {
                fields.Add((i < columns.Length ? columns[i] : throw Wrong("it has more values than columns"), Value()));
            }
        }

        return new CatalogueRow(kind, fields);
    }

    private CatalogueValue Value()
    {
        char mark = _at < _line.Length ? _line[_at] : throw Wrong("a value is missing");
        switch (mark)
        {
            case '[':
                return Many(CatalogueValueKind.List, ']');
            case '{':
                return Many(CatalogueValueKind.Map, '}');
            case '\'':
                return Scalar(CatalogueValueKind.String);
            case '#':
                return Scalar(CatalogueValueKind.Number);
            case '?':
                return Scalar(CatalogueValueKind.Boolean);
            case '~':
                return Scalar(CatalogueValueKind.Null);
            default:
                return Shared();
        }
    }

    private CatalogueValue Scalar(CatalogueValueKind kind)
    {
        _at++;
        return new CatalogueValue(kind, Rest(), []);
    }

    /// <summary>A shared value, whole or as the beginning of a text.</summary>
    private CatalogueValue Shared()
    {
        int start = _at;
        while (_at < _line.Length && char.IsAsciiLetterLower(_line[_at]))
        {
            _at++;
        }

        if (!_shared.Remove(_line[start.._at], out string? shared))
        {
            throw Wrong($"'{_line[start.._at]}' is no shared value");
        }

        // While it is read it does not exist, so that no value contains itself.
        string key = _line[start.._at];
        (string line, int at) = (_line, _at);
        (_line, _at) = (shared, 0);
        CatalogueValue value = Value();
        (_line, _at) = (line, at);
        _shared.Add(key, shared);
        if (_at == _line.Length || _line[_at] != '\'')
        {
            return value;
        }

        _at++;
        return value with { Text = value.Text + Rest() };
    }

    private CatalogueValue Many(CatalogueValueKind kind, char bracket)
    {
        List<(string Name, CatalogueValue Value)> members = [];
        _at++;
        Separate();
        while (_at < _line.Length && _line[_at] != bracket)
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
        if (_at >= _line.Length || _line[_at++] != '|')
        {
            throw Wrong("a '|' is missing");
        }
    }

    /// <summary>The text up to the next separator.</summary>
    private string Rest()
    {
        int end = _line.IndexOf('|', _at);
        end = end < 0 ? _line.Length : end;
        ReadOnlySpan<char> written = _line.AsSpan(_at, end - _at);
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
}
