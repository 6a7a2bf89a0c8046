using System.Globalization;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads the values of a map by their keys. What its table has not is unknown, and what the table demands must be there.</summary>
/// <remarks>A value of the wrong type is reported, and reads as if the key were absent.</remarks>
internal sealed class MapReader(YamlMap map, KeyMap keys, FileProblems problems)
{
    /// <summary>More keys than these in a message are a list that nobody reads.</summary>
    private const int Shown = 12;

    public YamlMap Map => map;

    public FileProblems Problems => problems;

    /// <summary>Whether the key is there, whatever its value.</summary>
    public bool Has(Key key) => map[key.Name] is not null;

    /// <summary>The value of a key, of any type; one that must be there and is not is reported.</summary>
    public YamlNode? Node(Key key) => map[key.Name] ?? (key.Hint is { } hint ? Missing(key, hint) : null);

    /// <summary>Reports that a key is missing; the hint says what to write.</summary>
    public YamlNode? Missing(Key key, string hint)
    {
        if (!problems.IsTruncated && map.Older?.Contains(key.Name) != false)
        {
            Report(MissingKey, $"'{key}' is missing: add it, {hint}.");
        }

        return null;
    }

    /// <summary>Reports something about the map as a whole, at its first key.</summary>
    public void Report(Rule rule, string message)
    {
        (int start, int end) = map.Entries.Length > 0 ? (map.Entries[0].KeyStart, map.Entries[0].KeyEnd) : (map.Start, map.End);
        problems.Add(rule, start, end, message);
    }

    /// <summary>Reports something at a value, at the key where the value is empty, at the map where the key is absent.</summary>
    public void Report(Rule rule, string key, string message)
    {
        foreach (YamlEntry entry in map.Entries)
        {
            if (entry.Key == key)
            {
                bool isEmpty = entry.Value.Start == entry.Value.End || entry.Value is YamlMap or YamlList;
                problems.Add(
                    rule, isEmpty ? entry.KeyStart : entry.Value.Start, isEmpty ? entry.KeyEnd : entry.Value.End, message);
                return;
            }
        }

        Report(rule, message);
    }

    /// <summary>A text; null where the value is absent, or empty where it may be.</summary>
    public string? Text(Key key) => Text(key, Node(key), key.Type.MayBeNull);

    public string? Text(string key, YamlNode? node, bool allowsNull)
    {
        switch (node)
        {
            case null:
            case YamlScalar { Kind: OptionKind.Null } when allowsNull:
                return null;
            case YamlScalar { Kind: OptionKind.String } text:
                return text.Text;
            case YamlScalar { Kind: OptionKind.Number or OptionKind.Boolean } other:
                return Mismatch(key, node, "a text", $"Put quotes around it: \"{other.Text}\".");
            default:
                return Mismatch(key, node, "a text", "Write one, or leave the key out where it is optional.");
        }
    }

    public bool? Boolean(Key key)
    {
        YamlNode? node = Node(key);
        if (node is null)
        {
            return null;
        }

        if (node is YamlScalar { Kind: OptionKind.Boolean } scalar)
        {
            return scalar.Text[0] is 't' or 'T';
        }

        Mismatch(key, node, "true or false", "Write one of them without quotes.");
        return null;
    }

    public long? Integer(Key key)
    {
        YamlNode? node = Node(key);
        if (node is null)
        {
            return null;
        }

        if (node is YamlScalar { Kind: OptionKind.Number } scalar
            && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            return value;
        }

        Mismatch(key, node, "a whole number", "Write it in digits, without quotes.");
        return null;
    }

    public YamlMap? SubMap(Key key) => AsMap(key, Node(key));

    public YamlMap? AsMap(string key, YamlNode? node)
    {
        if (node is not null and not YamlMap)
        {
            Mismatch(key, node, "a map", "Write 'name: value' lines below it, indented.");
        }

        return node as YamlMap;
    }

    public YamlNode[] Items(Key key) => Items(key, Node(key));

    public YamlNode[] Items(string key, YamlNode? node)
    {
        if (node is null)
        {
            return [];
        }

        if (node is YamlList list)
        {
            return list.Items;
        }

        Mismatch(key, node, "a list", "Write each element behind a '- ' on its own line.");
        return [];
    }

    /// <summary>A list of texts.</summary>
    public EquatableArray<string> Texts(Key key) => Texts(key, Items(key));

    /// <summary>A list of texts, each once.</summary>
    public EquatableArray<string> UniqueTexts(Key key)
    {
        YamlNode[] items = Items(key);
        Unique(key, items);
        return Texts(key, items);
    }

    /// <summary>One word of an enumeration.</summary>
    public T? Word<T>(WordKey<T> key)
        where T : struct => Word(key, key.Words, Node(key));

    /// <summary>One word of an enumeration, under any key.</summary>
    public T? Word<T>(string key, Word<T>[] words, YamlNode? node)
        where T : struct
    {
        if (Text(key, node, allowsNull: false) is not { } text)
        {
            return null;
        }

        foreach (Word<T> word in words)
        {
            if (word.Text == text)
            {
                return word.Value;
            }
        }

        NotOneOf(key, node!, text, words.Select(static word => word.Text));
        return null;
    }

    /// <summary>One of some words.</summary>
    public string? OneOf(string key, IReadOnlyList<string> words, YamlNode? node)
    {
        string? text = Text(key, node, allowsNull: false);
        if (text is not null && !words.Contains(text))
        {
            NotOneOf(key, node!, text, words);
        }

        return text;
    }

    /// <summary>A list of words, each once, of those that are allowed; of any where none is known.</summary>
    public EquatableArray<string> Words(Key key, EquatableArray<string> allowed)
    {
        YamlNode[] items = Items(key);
        EquatableArray<string> words = Texts(key, items);
        foreach (YamlNode item in items)
        {
            if (item is YamlScalar { Kind: OptionKind.String } scalar && !allowed.IsEmpty && !allowed.Contains(scalar.Text))
            {
                NotOneOf(key, item, scalar.Text, allowed);
            }
        }

        Unique(key, items);
        return words;
    }

    /// <summary>Reports elements of a list that stand there twice.</summary>
    public void Unique(string key, YamlNode[] items)
    {
        for (int i = 1; i < items.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (items[i] is YamlScalar { Text: var text } && items[j] is YamlScalar { Text: var earlier } && text == earlier)
                {
                    problems.Add(NotAllowed, items[i], $"'{Quoting.Shorten(text)}' stands twice in '{key}': keep one.");
                    break;
                }
            }
        }
    }

    /// <summary>Reports the keys that the table has not; older forms allowed any.</summary>
    public void Done()
    {
        foreach (YamlEntry entry in map.Entries)
        {
            if (keys.Find(entry.Key) is null)
            {
                string name = Quoting.Shorten(entry.Key);
                string[] known = [.. keys.Select(static key => key.Name)];
                string suggestion = Suggestion.ForKey(entry.Key, known);
                problems.Add(map.Older is null ? UnknownKey : Older, entry.KeyStart, entry.KeyEnd, suggestion.Length > 0
                    ? $"Unknown key '{name}'.{suggestion}"
                    : known.Length > Shown
                        ? $"Unknown key '{name}': leave it out, or use a key that is known."
                        : $"Unknown key '{name}': leave it out, or use one of {string.Join(", ", known)}.");
            }
        }
    }

    /// <summary>Reports a value of the wrong type.</summary>
    public string? Mismatch(string key, YamlNode node, string expected, string fix)
    {
        if (node is not YamlRefused)
        {
            string message = $"'{key}' must be {expected}, here it is {node.Describe()}. {fix}";
            if (node is YamlScalar { Kind: OptionKind.Null })
            {
                Report(WrongType, key, message);
            }
            else
            {
                problems.Add(WrongType, node, message);
            }
        }

        return null;
    }

    private void NotOneOf(string key, YamlNode node, string text, IEnumerable<string> allowed)
    {
        string suggestion = Suggestion.For(text, allowed);
        problems.Add(
            NotAllowed, node,
            $"'{Quoting.Shorten(text)}' is no value of '{key}': use one of {string.Join(", ", allowed)}.{suggestion}");
    }

    private EquatableArray<string> Texts(string key, YamlNode[] items)
    {
        if (items.Length == 0)
        {
            return [];
        }

        string[] texts = new string[items.Length];
        int count = 0;
        foreach (YamlNode item in items)
        {
            if (Text(key, item, allowsNull: false) is { } text)
            {
                texts[count++] = text;
            }
        }

        return new EquatableArray<string>(count == texts.Length ? texts : [.. texts.Take(count)]);
    }
}
