using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace ServicePing.Runtime.Plans;

/// <summary>A part of a table as generated code carries it: UTF-8 text, a row a line.</summary>
/// <param name="part">The part's number, from 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate ReadOnlySpan<byte> TablePart(int part);

/// <summary>Reads the rows of a part and the fields of a row.</summary>
/// <remarks>
/// Fields end at <c>|</c>, the items of a list at <c>;</c>. What means something else stands behind a backslash: <c>\n</c>, <c>\r</c>,
/// <c>\-</c> for null, <c>\e</c> for an empty item, <c>\u</c> with four hexadecimal digits, and any other character for itself.
/// </remarks>
internal ref struct TableText(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _text = text;
    private ReadOnlySpan<byte> _row;
    private bool _hasField;

    /// <summary>Goes on to the next row.</summary>
    internal bool NextRow()
    {
        if (_text.IsEmpty)
        {
            return false;
        }

        int end = _text.IndexOf((byte)'\n');
        _row = end < 0 ? _text : _text[..end];
        _text = end < 0 ? default : _text[(end + 1)..];
        _hasField = true;
        return true;
    }

    /// <summary>Goes on to the next row where it begins with a space, and so belongs to the one before.</summary>
    internal bool NextIndented()
    {
        if (_text.IsEmpty || _text[0] != ' ')
        {
            return false;
        }

        NextRow();
        _row = _row[1..];
        return true;
    }

    /// <summary>Whether the row has a further field.</summary>
    internal readonly bool HasField => _hasField;

    /// <summary>The next field as it is written; empty where there is none.</summary>
    internal ReadOnlySpan<byte> Raw()
    {
        int length = _row.Length;
        ReadOnlySpan<byte> field = Next(ref _row, (byte)'|');
        _hasField = field.Length < length;
        return field;
    }

    /// <summary>The next field.</summary>
    internal string? Text() => Unescape(Raw());

    /// <summary>The next field, which is not null.</summary>
    /// <param name="tag">What <c>~</c> stands for; null where it stands for itself.</param>
    /// <param name="name">What stands behind the tag.</param>
    internal string Required(string? tag = null, string name = "") =>
        Unescape(Raw(), tag, name) ?? throw new FormatException("A field of a generated table is missing.");

    /// <summary>The next field, a number.</summary>
    internal int Number() => Number(Raw());

    /// <summary>The next field, a list of texts.</summary>
    /// <param name="tag">What <c>~</c> stands for; null where it stands for itself.</param>
    internal string[] Texts(string? tag = null)
    {
        ReadOnlySpan<byte> field = Raw();
        List<string> items = [];
        while (!field.IsEmpty)
        {
            items.Add(Unescape(Next(ref field, (byte)';'), tag)!);
        }

        return [.. items];
    }

    /// <summary>Cuts off what stands before a separator that no backslash marks.</summary>
    internal static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> text, byte separator)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == separator)
            {
                ReadOnlySpan<byte> before = text[..i];
                text = text[(i + 1)..];
                return before;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        ReadOnlySpan<byte> all = text;
        text = default;
        return all;
    }

    internal static int Number(ReadOnlySpan<byte> field) =>
        Utf8Parser.TryParse(field, out int number, out int read) && read == field.Length
            ? number
            : throw new FormatException($"'{Encoding.UTF8.GetString(field)}' in a generated table is no number.");

    /// <summary>The text that was written; null for <c>\-</c>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="tag">What <c>~</c> stands for; null where it stands for itself.</param>
    /// <param name="name">What stands behind the tag.</param>
    internal static string? Unescape(ReadOnlySpan<byte> field, string? tag = null, string name = "")
    {
        if (field.SequenceEqual("\\-"u8))
        {
            return null;
        }

        string written = Encoding.UTF8.GetString(field);
        if (!field.ContainsAny((byte)'\\', (byte)'~'))
        {
            return written;
        }

        StringBuilder text = new(written.Length);
        for (int i = 0; i < written.Length; i++)
        {
            _ = written[i] switch
            {
                '~' when tag is not null => text.Append(tag).Append(name),
                '\\' => written[++i] switch
                {
                    'e' => text,
                    'n' => text.Append('\n'),
                    'r' => text.Append('\r'),
                    'u' => text.Append((char)ushort.Parse(written.AsSpan(Skip(ref i, 4), 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                    char itself => text.Append(itself),
                },
                char itself => text.Append(itself),
            };
        }

        return text.ToString();
    }

    /// <summary>The position after the current one, which goes on by so many.</summary>
    private static int Skip(ref int position, int count)
    {
        position += count;
        return position - count + 1;
    }
}
