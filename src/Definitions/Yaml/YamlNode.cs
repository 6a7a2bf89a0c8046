using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Yaml;

/// <summary>A node of a YAML text. Places are offsets in UTF-16 units; the end is exclusive.</summary>
internal abstract class YamlNode(int start, int end)
{
    public int Start => start;

    public int End => end;

    /// <summary>What the node is, in the words of a message.</summary>
    public abstract string Describe();
}

/// <summary>A word, a number or a text.</summary>
internal sealed class YamlScalar(int start, int end, string text, OptionKind kind) : YamlNode(start, end)
{
    public string Text => text;

    public OptionKind Kind => kind;

    /// <summary>The same place, read as another text.</summary>
    public YamlScalar Reading(string other) => new(Start, End, other, OptionKind.String);

    /// <summary>The place of some words in the file, where the text stands there sign by sign; else that of the whole scalar.</summary>
    public (int Start, int End) PlaceOf(int offset, int length, string file) =>
        (length > 0 && offset + length <= text.Length ? ScalarWords.Find(file, Start, text, offset, length) : null) ?? (Start, End);

    public override string Describe() => kind switch
    {
        OptionKind.Null => "nothing",
        OptionKind.Number => $"the number {text}",
        OptionKind.Boolean => $"the boolean {text}",
        _ => $"the text '{Quoting.Shorten(text)}'",
    };
}

/// <summary>A list.</summary>
internal sealed class YamlList(int start, int end, YamlNode[] items) : YamlNode(start, end)
{
    public YamlNode[] Items => items;

    public override string Describe() => "a list";
}

/// <summary>A map, its entries in the order of the text.</summary>
internal sealed class YamlMap(int start, int end, YamlEntry[] entries, string[]? older = null) : YamlNode(start, end)
{
    /// <summary>The keys that the older form demands in which a definition was written; null for the current form.</summary>
    public string[]? Older => older;

    public YamlEntry[] Entries => entries;

    public override string Describe() => "a map";

    /// <summary>The value of a key.</summary>
    public YamlNode? this[string key]
    {
        get
        {
            foreach (YamlEntry entry in entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }
}

/// <summary>A node that was refused, and reported; readers pass over it in silence.</summary>
internal sealed class YamlRefused(int start, int end) : YamlNode(start, end)
{
    public override string Describe() => "a node that was refused";
}

/// <summary>A key, its place, and its value.</summary>
internal readonly struct YamlEntry(string key, int keyStart, int keyEnd, YamlNode value)
{
    public string Key => key;

    public int KeyStart => keyStart;

    public int KeyEnd => keyEnd;

    public YamlNode Value => value;
}
