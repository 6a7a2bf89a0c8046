using System.Globalization;
using System.Text;

namespace ServicePing.Generators.Emit;

/// <summary>Writes the rows of a table as the text that generated code carries; <c>ServicePing.Runtime.Plans.TableText</c> reads it.</summary>
internal sealed class TableText
{
    private readonly StringBuilder _text = new();
    private bool _beginsField = true;

    /// <summary>Begins a row; <paramref name="isIndented"/> where it belongs to the one before.</summary>
    public TableText Row(bool isIndented = false)
    {
        _text.Append(_text.Length == 0 ? "" : "\n").Append(isIndented ? " " : "");
        _beginsField = true;
        return this;
    }

    /// <summary>A text, or null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What <c>~</c> may stand for; null for nothing.</param>
    public TableText Field(string? text, string? name = null)
    {
        bool isFirst = _beginsField;
        BeginField();
        if (text is null)
        {
            _text.Append("\\-");
            return this;
        }

        // A row that begins with a space belongs to the one before.
        _text.Append(isFirst && text.Length > 0 && text[0] == ' ' ? "\\" : "");
        Append(text, name);
        return this;
    }

    public TableText Field(int number) => Raw(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Digits and separators that mean themselves.</summary>
    public TableText Raw(string text)
    {
        BeginField();
        _text.Append(text);
        return this;
    }

    /// <summary>A list of texts.</summary>
    /// <param name="items">The texts.</param>
    /// <param name="name">What <c>~</c> may stand for; null for nothing.</param>
    public TableText Field(IEnumerable<string> items, string? name = null)
    {
        BeginField();
        bool isFirst = true;
        foreach (string item in items)
        {
            _text.Append(isFirst ? "" : ";");
            isFirst = false;
            _text.Append(item.Length == 0 ? "\\e" : "");
            Append(item, name);
        }

        return this;
    }

    /// <summary>A text as part of a field.</summary>
    public static string Escape(string text)
    {
        TableText escaped = new();
        escaped.Append(text, 0, text.Length);
        return escaped._text.ToString();
    }

    /// <summary>The rows.</summary>
    public override string ToString() => _text.ToString();

    private void BeginField()
    {
        _text.Append(_beginsField ? "" : "|");
        _beginsField = false;
    }

    private void Append(string text, string? name)
    {
        int at = name is { Length: > 0 } ? text.IndexOf(name, StringComparison.Ordinal) : -1;
        Append(text, 0, at < 0 ? text.Length : at);
        if (at >= 0)
        {
            _text.Append('~');
            Append(text, at + name!.Length, text.Length);
        }
    }

    private void Append(string text, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            char character = text[i];
            _ = character switch
            {
                '|' or ';' or '\\' or '~' => _text.Append('\\').Append(character),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                _ when !IsPlain(text, i) => _text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => _text.Append(character),
            };
        }
    }

    /// <summary>Whether a character survives a C# file and UTF-8: halves of pairs, controls and other ends of lines do not.</summary>
    private static bool IsPlain(string text, int index)
    {
        char character = text[index];
        return char.IsHighSurrogate(character) ? index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
            : char.IsLowSurrogate(character) ? index > 0 && char.IsHighSurrogate(text[index - 1])
            : !char.IsControl(character) && character is not ('\u2028' or '\u2029' or '\uFEFF');
    }
}
