using System.Globalization;
using System.Text;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>Reads the text of an embedded catalogue row by row.</summary>
internal sealed class RowReader : FieldValues
{
    /// <summary>Deeper than any definition: a text that nests further is not ours.</summary>
    private const int DeepestValue = 64;

    private readonly string _text;
    private readonly Dictionary<string, SharedValue> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<char, string[]> _columns = [];
    private readonly List<OptionValue?> _cells = [];
    private string[] _names = [];
    private string _name = "";
    private int _at;
    private int _end;
    private int _line;
    private int _depth;

    /// <exception cref="CatalogueFormatException">The first line is not that of a catalogue of this version.</exception>
    public RowReader(string text)
    {
        _text = text;
        if (!NextLine() || _text.Substring(_at, _end - _at) != CatalogueText.Header)
        {
            throw Wrong($"it is not '{CatalogueText.Header}'");
        }

        _at = _end;
    }

    /// <summary>Moves to the next row and tells its kind; null at the end.</summary>
    public DefinitionKind? Read()
    {
        while (NextLine())
        {
            int start = _at;
            char letter = _text[start];
            int equals = start;
            while (equals < _end && _text[equals] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
            {
                equals++;
            }

            if (equals > start && equals < _end && _text[equals] == '=')
            {
                _at = equals + 1;
                Declare(_text.Substring(start, equals - start));
                continue;
            }

            if (!_columns.TryGetValue(letter, out string[]? names))
            {
                throw Wrong("it begins with no kind whose columns are known");
            }

            // A kind that is unknown here is one of a later version.
            if (CatalogueText.KindOf(letter) is { } kind)
            {
                _names = names;
                _at++;
                ReadCells();
                return kind;
            }
        }

        return null;
    }

    public override OptionValue? Find(string name)
    {
        int index = Array.IndexOf(_names, name);
        return index >= 0 && index < _cells.Count ? _cells[index] : null;
    }

    public override CatalogueFormatException Wrong(string problem) => new(_line, problem);

    private bool NextLine()
    {
        _at = _line == 0 ? 0 : _end + 1;
        if (_at >= _text.Length)
        {
            _line++;
            return false;
        }

        _end = _text.IndexOf('\n', _at);
        _end = _end < 0 ? _text.Length : _end;
        _line++;
        return _end > _at ? true : throw Wrong("it is empty");
    }

    private void Declare(string name)
    {
        if (name[0] is >= 'a' and <= 'z')
        {
            int start = _at;
            _name = "";
            OptionValue value = Value();
            if (_at < _end || _shared.ContainsKey(name))
            {
                throw Wrong($"'{name}' has two values");
            }

            bool isSame = _text.IndexOf(CatalogueText.NameMark, start, _end - start) < 0;
            _shared.Add(name, new SharedValue(start, _end, isSame ? value : null));
        }
        else if (name.Length == 1)
        {
            _columns[name[0]] = _text.Substring(_at, _end - _at).Split(CatalogueText.Separator);
        }
        else
        {
            throw Wrong($"'{name}' is neither a shared value nor a kind");
        }
    }

    private void ReadCells()
    {
        _cells.Clear();
        Separate();
        _name = "";
        _name = Rest("");
        while (_at < _end)
        {
            Separate();
            _cells.Add(_at == _end || _text[_at] == CatalogueText.Separator ? null : Value());
        }

        if (_cells.Count > _names.Length)
        {
            throw Wrong($"it has {_cells.Count} values for {_names.Length} columns");
        }
    }

    private void Separate()
    {
        if (_at >= _end || _text[_at++] != CatalogueText.Separator)
        {
            throw Wrong($"a '{CatalogueText.Separator}' is missing");
        }
    }

    private OptionValue Value()
    {
        char mark = _at < _end ? _text[_at] : throw Wrong("a value is missing");
        switch (mark)
        {
            case '[':
                return List();
            case '{':
                return Map();
            case '\'':
                return Scalar(OptionKind.String);
            case '#':
                return Scalar(OptionKind.Number);
            case '?':
                return Scalar(OptionKind.Boolean);
            case '~':
                _at++;
                return new OptionValue { Kind = OptionKind.Null };
            default:
                return Shared();
        }
    }

    private OptionValue Scalar(OptionKind kind)
    {
        _at++;
        return new OptionValue { Kind = kind, Text = Rest("") };
    }

    private OptionValue Shared()
    {
        int start = _at;
        while (_at < _end && _text[_at] is >= 'a' and <= 'z')
        {
            _at++;
        }

        string name = _text.Substring(start, _at - start);
        if (!_shared.TryGetValue(name, out SharedValue? shared))
        {
            throw Wrong(name.Length == 0 ? $"'{_text[start]}' begins no value" : $"'{name}' is no shared value");
        }

        OptionValue value = shared.Same ?? ValueAt(shared.Start, shared.End);
        if (_at == _end || _text[_at] != '\'')
        {
            return value;
        }

        _at++;
        return value.Kind == OptionKind.String ? value with { Text = Rest(value.Text) } : throw Wrong($"'{name}' is no text to begin with");
    }

    /// <summary>A shared value in which the row's name stands.</summary>
    private OptionValue ValueAt(int start, int end)
    {
        (int at, int lineEnd) = (_at, _end);
        (_at, _end) = (start, end);
        OptionValue value = Value();
        (_at, _end) = (at, lineEnd);
        return value;
    }

    private OptionValue List()
    {
        List<OptionValue> items = [];
        Begin();
        while (!Ends(']'))
        {
            items.Add(Value());
        }

        return new OptionValue { Kind = OptionKind.List, Items = items.ToEquatableArray() };
    }

    private OptionValue Map()
    {
        List<Option> members = [];
        Begin();
        while (!Ends('}'))
        {
            OptionValue name = Value();
            Separate();
            members.Add(new Option(name.Kind == OptionKind.String ? name.Text : throw Wrong("a key is no text"), Value()));
        }

        return new OptionValue { Kind = OptionKind.Map, Members = members.ToEquatableArray() };
    }

    private void Begin()
    {
        _at++;
        if (++_depth > DeepestValue)
        {
            throw Wrong("its values are nested too deep");
        }
    }

    /// <summary>Goes over the separator before an element, and over the bracket where there is no further one.</summary>
    private bool Ends(char bracket)
    {
        Separate();
        if (_at < _end && _text[_at] == bracket)
        {
            _at++;
            _depth--;
            return true;
        }

        return false;
    }

    /// <summary>The text up to the next separator, after what it begins with.</summary>
    private string Rest(string beginning)
    {
        int start = _at;
        while (_at < _end && _text[_at] is not (CatalogueText.Separator or CatalogueText.NameMark or '\\'))
        {
            _at++;
        }

        string plain = _text.Substring(start, _at - start);
        if (_at == _end || _text[_at] == CatalogueText.Separator)
        {
            return beginning.Length == 0 ? plain : beginning + plain;
        }

        StringBuilder text = new(beginning);
        text.Append(plain);
        for (; _at < _end && _text[_at] != CatalogueText.Separator; _at++)
        {
            switch (_text[_at])
            {
                case CatalogueText.NameMark:
                    text.Append(_name);
                    break;
                case '\\':
                    text.Append(Escaped());
                    break;
                default:
                    text.Append(_text[_at]);
                    break;
            }
        }

        return text.ToString();
    }

    private char Escaped()
    {
        char mark = ++_at < _end ? _text[_at] : throw Wrong("an escape ends early");
        switch (mark)
        {
            case '\\':
                return '\\';
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'u' when _at + 5 <= _end && ushort.TryParse(
                _text.Substring(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                _at += 4;
                return (char)code;
            default:
                throw Wrong($"'\\{mark}' is no escape");
        }
    }

    /// <summary>A value that is written once.</summary>
    /// <param name="Start">Where it begins in the text.</param>
    /// <param name="End">Where its line ends.</param>
    /// <param name="Same">The value, where it is the same in every row.</param>
    private sealed record SharedValue(int Start, int End, OptionValue? Same);
}
