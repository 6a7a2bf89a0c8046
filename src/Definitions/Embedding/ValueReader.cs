using System.Globalization;
using System.Text;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>Reads the value of a cell, from which nothing is left out any more.</summary>
/// <param name="cell">The cell, which is not empty.</param>
/// <param name="name">What <c>^</c> stands for.</param>
/// <param name="wrong">Makes an exception of a problem.</param>
internal sealed class ValueReader(string cell, string name, Func<string, CatalogueFormatException> wrong)
{
    /// <summary>Deeper than any definition: a text that nests further is not ours.</summary>
    private const int DeepestValue = 64;

    private int _at;
    private int _depth;

    public OptionValue Read()
    {
        OptionValue value = Value();
        return _at == cell.Length ? value : throw wrong($"'{cell}' has two values");
    }

    private OptionValue Value()
    {
        char mark = _at < cell.Length ? cell[_at++] : throw wrong("a value is missing");
        return mark switch
        {
            '[' => List(),
            '{' => Map(),
            '\'' => new OptionValue { Kind = OptionKind.String, Text = Text() },
            '#' => new OptionValue { Kind = OptionKind.Number, Text = Text() },
            '?' => new OptionValue { Kind = OptionKind.Boolean, Text = Text() },
            '~' => new OptionValue { Kind = OptionKind.Null },
            _ => throw wrong($"'{mark}' begins no value"),
        };
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
            OptionValue key = Value();
            Separate();
            members.Add(new Option(key.Kind == OptionKind.String ? key.Text : throw wrong("a key is no text"), Value()));
        }

        return new OptionValue { Kind = OptionKind.Map, Members = members.ToEquatableArray() };
    }

    private void Begin()
    {
        if (++_depth > DeepestValue)
        {
            throw wrong("its values are nested too deep");
        }
    }

    /// <summary>Goes over the separator before an item, and over the bracket where there is no further one.</summary>
    private bool Ends(char bracket)
    {
        Separate();
        if (_at < cell.Length && cell[_at] == bracket)
        {
            _at++;
            _depth--;
            return true;
        }

        return false;
    }

    private void Separate()
    {
        if (_at >= cell.Length || cell[_at++] != CatalogueText.ItemSeparator)
        {
            throw wrong($"a '{CatalogueText.ItemSeparator}' is missing");
        }
    }

    /// <summary>The text up to the next separator.</summary>
    private string Text()
    {
        int start = _at;
        int end = cell.IndexOf(CatalogueText.ItemSeparator, start);
        _at = end < 0 ? cell.Length : end;
        string written = cell.Substring(start, _at - start);
        if (written.IndexOf(CatalogueText.NameMark) < 0 && written.IndexOf('\\') < 0)
        {
            return written;
        }

        StringBuilder text = new(written.Length + name.Length);
        for (int i = 0; i < written.Length; i++)
        {
            _ = written[i] switch
            {
                CatalogueText.NameMark => text.Append(name),
                '\\' => text.Append(Escaped(written, ref i)),
                char other => text.Append(other),
            };
        }

        return text.ToString();
    }

    private char Escaped(string written, ref int at)
    {
        char mark = ++at < written.Length ? written[at] : throw wrong("an escape ends early");
        switch (mark)
        {
            case '\\':
                return '\\';
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'u' when at + 4 < written.Length && ushort.TryParse(
                written.Substring(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                at += 4;
                return (char)code;
            default:
                throw wrong($"'\\{mark}' is no escape");
        }
    }
}
