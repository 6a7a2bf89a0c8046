using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;

namespace ServicePing.Definitions.Tests.Language;

/// <summary>A key of a table, and how a definition comes to have it: a map of the keys that lead to it.</summary>
/// <param name="Kind">The kind of the definition.</param>
/// <param name="Map">The table that has the key.</param>
/// <param name="Key">The key.</param>
/// <param name="Outer">The keys around it, from the definition inwards.</param>
internal sealed record KeyPlace(DefinitionKind Kind, KeyMap Map, Key Key, IReadOnlyList<Key> Outer)
{
    /// <summary>Values for texts that must match something.</summary>
    private static readonly string[] Matching =
        ["other", "other.path", "OtherMetric", "SP0605", "2..50", "integer", "events/other", "\"4.0\"", "https://forge.example/other"];

    /// <summary>Every key of every table, also of those that lie within others.</summary>
    public static IReadOnlyList<KeyPlace> All { get; } =
        [.. Enum.GetValues<DefinitionKind>().SelectMany(kind => Of(kind, Tables.Of(kind), []))];

    public string Name => string.Join(".", Outer.Append(Key).Select(key => key.Name));

    /// <summary>The definition with the key and its example.</summary>
    public string With => Text(Key.Example);

    /// <summary>The definition without it, or with another value where it must be there or where its absence is a value.</summary>
    public string Without => Text(Key is { IsRequired: false, Default: null } && Kind != DefinitionKind.Override ? null : Another());

    /// <summary>The meaning of a text; problems are of no concern.</summary>
    public DefinitionFile Read(string text) => ReadFile(text).Meaning;

    public ReadFile ReadFile(string text) => DefinitionReader.ReadAt(Path, Path, () => text)!;

    /// <summary>The definition with a value for the key; without the key where it is null.</summary>
    public string Text(string? value)
    {
        if (Kind == DefinitionKind.Override)
        {
            Dictionary<Key, string> old = Values(Map, Key, value);
            return $"{old[OverrideKeys.Path]}: {old[OverrideKeys.Replacement]}\n";
        }

        Dictionary<Key, string> inner = Values(Map, Key, value);
        for (int i = Outer.Count - 1; i >= 0; i--)
        {
            string wrapped = Wrap(Outer[i].Type, Flow(inner));
            inner = Values(i == 0 ? Tables.Of(Kind) : Outer[i - 1].Type.Inner()!, Outer[i], wrapped, isAlone: true);
        }

        return string.Concat(inner.Select(one => $"{one.Key}: {one.Value}\n"));
    }

    public override string ToString() => $"{Kind}: {Name}";

    /// <summary>A value of a type, drawn by chance or the one that is an example's other.</summary>
    public static string Draw(KeyType type, Random random, string not = "")
    {
        return type.Form switch
        {
            KeyForm.Text when type.Pattern is { } pattern => Pick(Matching.Where(text => System.Text.RegularExpressions.Regex.IsMatch(text.Trim('"'), pattern))),
            KeyForm.Text => Pick(["other", "\"yes\"", "\"a: b # c\"", "\"It's 1.0\"", "\"1\""]),
            KeyForm.Sql => Pick(["other_id", "lower(name)", "\"a.b = 'x: y'\""]),
            KeyForm.Link => Pick(["https://forge.example/other", "https://forge.example/third"]),
            KeyForm.Version => Pick(["\"1.1\"", "\"<13.9\"", "\"12.10\""]),
            KeyForm.Date => Pick(["2026-12-24", "2031-01-01"]),
            KeyForm.Boolean => Pick(["true", "false"]),
            KeyForm.True => "true",
            KeyForm.Whole => Pick(["2", "77"]),
            KeyForm.Number => Pick(["2.5", "77"]),
            KeyForm.Word => Pick(type.Own switch
            {
                OwnWords.Tiers => GitLabWords.All.Tiers,
                OwnWords.PerformanceIndicators => GitLabWords.All.PerformanceIndicators,
                OwnWords.Identifiers => GitLabWords.All.IdentifierNames,
                null => type.Words,
                _ => ["other"],
            }),
            KeyForm.List => $"[{Draw(type.Items[0], random, not.Trim('[', ']'))}]",
            KeyForm.Map => Pick(["{ other: 7 }", "{ label: text, property: \"1\" }"]),
            KeyForm.MapOf => $"{{ other: {Draw(type.Items[0], random)} }}",
            KeyForm.Keys => Flow(Values(type.Keys!, type.Keys!.First(), type.Keys!.First().Example)),
            KeyForm.Either => Draw(type.Items[random.Next(type.Items.Count)], random, not),
            _ => Pick(["7", "other", "true"]),
        };

        string Pick(IEnumerable<string> values)
        {
            string[] all = [.. values.Where(value => value != not)];
            return all[random.Next(all.Length)];
        }
    }

    private string Path => Kind switch
    {
        DefinitionKind.Metric => "metrics/a.yml",
        DefinitionKind.Event => "events/a.yml",
        DefinitionKind.Query => "queries/a.yml",
        DefinitionKind.KnownEvent => "known_events/a.yml",
        DefinitionKind.Aggregate => "aggregates/a.yml",
        DefinitionKind.Override => "overrides/a.yml",
        _ => DefinitionPath.Vocabulary,
    };

    private static IEnumerable<KeyPlace> Of(DefinitionKind kind, KeyMap map, IReadOnlyList<Key> outer) => map.SelectMany(key =>
        key.Type.Inner() is { } inner
            ? Of(kind, inner, [.. outer, key]).Prepend(new KeyPlace(kind, map, key, outer))
            : [new KeyPlace(kind, map, key, outer)]);

    private string Another()
    {
        Random random = new(1);
        for (int i = 0; i < 20; i++)
        {
            if (Draw(Key.Type, random, Key.Example) is var value && value != Key.Example)
            {
                return value;
            }
        }

        throw new InvalidOperationException($"There is no second value for {this}.");
    }

    /// <summary>What a map must have, and the key with its value; another key where it would have nothing else.</summary>
    private static Dictionary<Key, string> Values(KeyMap map, Key key, string? value, bool isAlone = false)
    {
        Dictionary<Key, string> values = map.Where(other => other.IsRequired && other != key).ToDictionary(other => other, other => other.Example);
        if (values.Count == 0 && !isAlone && map.FirstOrDefault(other => other != key && other.IsMeant) is { } another)
        {
            values.Add(another, another.Example);
        }

        if (value is not null)
        {
            values.Add(key, value);
        }

        return values;
    }

    private static string Flow(Dictionary<Key, string> values) => $"{{ {string.Join(", ", values.Select(one => $"{one.Key}: {one.Value}"))} }}";

    private static string Wrap(KeyType type, string inner) => type.Form switch
    {
        KeyForm.List => $"[{Wrap(type.Items[0], inner)}]",
        KeyForm.MapOf => $"{{ other: {Wrap(type.Items[0], inner)} }}",
        KeyForm.Either => Wrap(type.Items.First(item => item.Inner() is not null), inner),
        _ => inner,
    };
}

internal static class KeyTypes
{
    /// <summary>The table of the maps that a value is, or has as elements.</summary>
    public static KeyMap? Inner(this KeyType type) => type.Keys ?? type.Items.Select(Inner).FirstOrDefault(map => map is not null);
}
