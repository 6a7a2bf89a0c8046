using System.Globalization;
using System.Text;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>The notation of embedded catalogues, which assemblies carry in attributes.</summary>
/// <remarks>
/// <code>
/// ServicePing catalogue 2
/// M=^|key_path|description|status|options|file_path
/// M|'issues_open|'counts.^|'Issues that are open|'active|{;'state;#1;}|'metrics/^.yml
/// M|8'closed|a|17'closed|a||a
/// </code>
/// A line gives a kind its columns, the following ones are rows of it; parts are divided by <c>|</c>. The column <c>^</c> has a name for
/// which <c>^</c> stands in the row's other cells. A text begins with <c>'</c>, a number with <c>#</c>, a boolean with <c>?</c>;
/// <c>~</c> is null; <c>[; … ;]</c> a list, <c>{; … ;}</c> a map with its keys. What is empty, or missing at the end of a row, the
/// definition does not have. What repeats is written once, as <see cref="RepeatedCells"/> and <see cref="RepeatedItems"/> say.
/// Characters that could not stand in a line of C# are written <c>\n</c>, <c>\t</c>, <c>\\</c> or <c>\u007C</c>.
/// </remarks>
internal static class CatalogueText
{
    /// <summary>The first line; a change that older readers would misunderstand raises the number.</summary>
    public const string Header = "ServicePing catalogue 2";

    public const char Separator = '|';

    public const char ItemSeparator = ';';

    public const char NameMark = '^';

    /// <summary>The column of the name that runs through a row.</summary>
    public const string NameColumn = "^";

    private const int Letters = 26;

    private static readonly Column[] Columns =
    [
        new('M', DefinitionKind.Metric), new('Q', DefinitionKind.Query), new('E', DefinitionKind.Event), new('K', DefinitionKind.KnownEvent),
        new('A', DefinitionKind.Aggregate), new('O', DefinitionKind.Override), new('V', DefinitionKind.Vocabulary),
    ];

    /// <summary>The column that every kind has.</summary>
    public const string FilePath = Tables.FilePath;

    /// <summary>The letter of a kind.</summary>
    public static char LetterOf(DefinitionKind kind) => Columns[(int)kind].Letter;

    /// <summary>The names of a kind's columns: what the meaning of a definition has, in the order of the table.</summary>
    public static string[] ColumnsOf(DefinitionKind kind) => Columns[(int)kind].Names;

    /// <summary>The kind of a letter; null for none.</summary>
    public static DefinitionKind? KindOf(char letter)
    {
        foreach (Column one in Columns)
        {
            if (one.Letter == letter)
            {
                return one.Kind;
            }
        }

        return null;
    }

    /// <summary>How what comes again is called: the first <c>a</c>, the 26th <c>z</c>, the next <c>aa</c>.</summary>
    public static string NameOf(int position)
    {
        string name = "";
        for (int rest = position; rest >= 0; rest = (rest / Letters) - 1)
        {
            name = (char)('a' + (rest % Letters)) + name;
        }

        return name;
    }

    /// <summary>What has such a name among what was there before; null where nothing has.</summary>
    public static string? Named(string name, List<string> before)
    {
        int position = 0;
        foreach (char letter in name)
        {
            position = (position * Letters) + letter - 'a' + 1;
            if (letter is < 'a' or > 'z' || position > before.Count)
            {
                return null;
            }
        }

        return position > 0 ? before[position - 1] : null;
    }

    public static string Text(string text) => "'" + Escape(text);

    /// <summary>A value, whatever stands before it.</summary>
    public static string Write(OptionValue value)
    {
        switch (value.Kind)
        {
            case OptionKind.String:
                return Text(value.Text);
            case OptionKind.Number:
                return "#" + Escape(value.Text);
            case OptionKind.Boolean:
                return "?" + Escape(value.Text);
            case OptionKind.Null:
                return "~";
            default:
                StringBuilder text = new();
                Append(value, text);
                return text.ToString();
        }
    }

    private static void Append(OptionValue value, StringBuilder text)
    {
        switch (value.Kind)
        {
            case OptionKind.List:
                text.Append('[');
                foreach (OptionValue item in value.Items)
                {
                    text.Append(ItemSeparator);
                    Append(item, text);
                }

                text.Append(ItemSeparator).Append(']');
                break;
            case OptionKind.Map:
                text.Append('{');
                foreach (Option member in value.Members)
                {
                    text.Append(ItemSeparator).Append(Text(member.Name)).Append(ItemSeparator);
                    Append(member.Value, text);
                }

                text.Append(ItemSeparator).Append('}');
                break;
            default:
                text.Append(Write(value));
                break;
        }
    }

    private static string Escape(string text)
    {
        int first = 0;
        while (first < text.Length && IsPlain(text, first))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        StringBuilder escaped = new(text.Length + 8);
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (IsPlain(text, i))
            {
                escaped.Append(character);
                if (char.IsHighSurrogate(character))
                {
                    escaped.Append(text[++i]);
                }

                continue;
            }

            escaped.Append('\\');
            switch (character)
            {
                case '\\':
                    escaped.Append('\\');
                    break;
                case '\n':
                    escaped.Append('n');
                    break;
                case '\t':
                    escaped.Append('t');
                    break;
                default:
                    escaped.Append('u').Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
                    break;
            }
        }

        return escaped.ToString();
    }

    /// <summary>Whether a character may stand as it is in a line of C# and survives UTF-8.</summary>
    private static bool IsPlain(string text, int at)
    {
        char character = text[at];
        if (character < 0x7F)
        {
            return character >= ' ' && character is not ('\\' or Separator or ItemSeparator or NameMark);
        }

        return char.IsSurrogate(character)
            ? (char.IsHighSurrogate(character) ? at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
                : at > 0 && char.IsHighSurrogate(text[at - 1]))
            : character is > '\u009F' and not ('\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF');
    }

    private sealed record Column(char Letter, DefinitionKind Kind)
    {
        public string[] Names { get; } =
            [NameColumn, .. Tables.Of(Kind).Where(static key => key.IsMeant).Select(static key => key.Name), FilePath];
    }
}
