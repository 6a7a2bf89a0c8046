using System.Globalization;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Embedding;

/// <summary>Values by name, typed as definitions need them; the counterpart of the export's fields.</summary>
/// <remarks>Names that are asked for by nobody are those of later versions, and skipped.</remarks>
internal abstract class FieldValues
{
    /// <summary>The value of a name; null where it is not there.</summary>
    public abstract OptionValue? Find(string name);

    public abstract CatalogueFormatException Wrong(string problem);

    public string Text(string name) => TextOrNull(name) ?? throw Wrong($"'{name}' is missing");

    public string TextOr(string name, string absent) => TextOrNull(name) ?? absent;

    public string? TextOrNull(string name) => Find(name) is { Kind: not OptionKind.Null } value ? TextOf(name, value) : null;

    public EquatableArray<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { Kind: OptionKind.List } list => list.Items.Select(item => TextOf(name, item)).ToEquatableArray(),
        { } one => [TextOf(name, one)],
    };

    public long? Number(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        return value.Kind == OptionKind.Number && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Wrong($"'{name}' is no whole number");
    }

    public int? Count(string name) =>
        Number(name) is not { } number ? null : number is >= 0 and <= int.MaxValue ? (int)number : throw Wrong($"'{name}' is no count");

    /// <summary>The value of a word, or another where the key is not there.</summary>
    public T Word<T>(WordKey<T> key, T absent)
        where T : struct => Word(key, key.Words, absent);

    /// <summary>The same of other words.</summary>
    public T Word<T>(string name, Word<T>[] words, T absent)
        where T : struct =>
        Find(name) is { } value ? Word(name, words, value) : absent;

    /// <summary>The values of words: of one, or of each in a list.</summary>
    public EquatableArray<T> WordList<T>(string name, Word<T>[] words)
        where T : struct => Find(name) switch
        {
            null => [],
            { Kind: OptionKind.List } list => list.Items.Select(item => Word(name, words, item)).ToEquatableArray(),
            { } one => [Word(name, words, one)],
        };

    public EquatableArray<Option> Members(string name) => Find(name) is { } value ? MapOf(name, value) : [];

    public MapValues? Map(string name) => Find(name) is { } value ? new MapValues(MapOf(name, value), this) : null;

    public IEnumerable<MapValues> Maps(string name) => Find(name) switch
    {
        null => [],
        { Kind: OptionKind.List } list => list.Items.Select(item => new MapValues(MapOf(name, item), this)),
        _ => throw Wrong($"'{name}' is no list"),
    };

    public MapValues MapOf(Option option) => new(MapOf(option.Name, option.Value), this);

    private EquatableArray<Option> MapOf(string name, OptionValue value) =>
        value.Kind == OptionKind.Map ? value.Members : throw Wrong($"'{name}' is no map");

    private string TextOf(string name, OptionValue value) =>
        value.Kind == OptionKind.String ? value.Text : throw Wrong($"'{name}' is no text");

    private T Word<T>(string name, Word<T>[] words, OptionValue value)
        where T : struct
    {
        foreach (Word<T> word in words)
        {
            if (word.Text == value.Text)
            {
                return word.Value;
            }
        }

        throw Wrong($"'{value.Text}' is no {name}");
    }
}

/// <summary>The values of a nested map.</summary>
internal sealed class MapValues(EquatableArray<Option> members, FieldValues row) : FieldValues
{
    public override OptionValue? Find(string name)
    {
        foreach (Option member in members)
        {
            if (member.Name == name)
            {
                return member.Value;
            }
        }

        return null;
    }

    public override CatalogueFormatException Wrong(string problem) => row.Wrong(problem);
}
