using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Export;

/// <summary>Collects the entries of a map in order, without those that are absent: what is collected tells a definition whole.</summary>
internal sealed class Fields
{
    private readonly List<Option> _entries = [];

    public EquatableArray<Option> Entries => _entries.ToEquatableArray();

    public static OptionValue Text(string text) => new() { Kind = OptionKind.String, Text = text };

    public static OptionValue Map(EquatableArray<Option> members) => new() { Kind = OptionKind.Map, Members = members };

    public static OptionValue List(IEnumerable<OptionValue> items) => new() { Kind = OptionKind.List, Items = items.ToEquatableArray() };

    public Fields Add(string name, OptionValue? value)
    {
        if (value is not null)
        {
            _entries.Add(new Option(name, value));
        }

        return this;
    }

    public Fields Add(string name, string? text) => Add(name, text is null ? null : Text(text));

    /// <summary>The word for a value.</summary>
    public Fields Add<T>(WordKey<T> key, T value)
        where T : struct => Add(key, Text(Words.Of(key.Words, value)));

    /// <summary>A text that is empty where nobody says it.</summary>
    public Fields AddUnlessEmpty(string name, string text) => Add(name, text.Length == 0 ? null : Text(text));

    /// <summary>A text, or an empty value where there is none.</summary>
    public Fields AddOrNull(string name, string? text) =>
        Add(name, text is null ? new OptionValue { Kind = OptionKind.Null } : Text(text));

    public Fields Add(string name, long? number) =>
        Add(name, number is { } value ? new OptionValue { Kind = OptionKind.Number, Text = value.ToString(System.Globalization.CultureInfo.InvariantCulture) } : null);

    public Fields Add(string name, EquatableArray<string> texts) => Add(name, texts.IsEmpty ? null : List(texts.Select(Text)));

    public Fields Add(string name, EquatableArray<Option> members) => Add(name, members.IsEmpty ? null : Map(members));

    /// <summary>A text where there is one, a list where there are several.</summary>
    public Fields AddOneOrMany(string name, EquatableArray<string> texts) =>
        texts.Count == 1 ? Add(name, texts[0]) : Add(name, texts);
}
