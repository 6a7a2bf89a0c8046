using System.Globalization;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads the <c>filter</c> of an event selection rule.</summary>
internal static class FilterReader
{
    public static EquatableArray<EventFilter> Read(MapReader selection)
    {
        if (selection.SubMap(SelectionKeys.Filter) is not { } map)
        {
            return [];
        }

        List<EventFilter> filters = new(map.Entries.Length);
        foreach (YamlEntry entry in map.Entries)
        {
            EquatableArray<FilterValue> values = Values(selection, entry);
            if (!values.IsEmpty)
            {
                filters.Add(new EventFilter(entry.Key, values));
            }
        }

        filters.Sort(static (left, right) => string.CompareOrdinal(left.Property, right.Property));
        return filters.ToEquatableArray();
    }

    /// <summary>What a property may be; the order of a list says nothing.</summary>
    private static EquatableArray<FilterValue> Values(MapReader reader, YamlEntry entry)
    {
        YamlNode[] items = entry.Value is YamlList list ? list.Items : [entry.Value];
        reader.Unique(entry.Key, items);
        if (items.Length == 0)
        {
            reader.Problems.Add(
                NotAllowed, entry.KeyStart, entry.KeyEnd,
                $"'{Quoting.Shorten(entry.Key)}' has an empty list, so that the selection finds nothing: name at least one value.");
        }

        return items.Select(item => Value(reader, entry.Key, item)).OfType<FilterValue>().Distinct()
            .OrderBy(static value => value.IsNumber)
            .ThenBy(static value => value.From, StringComparer.Ordinal)
            .ThenBy(static value => value.To, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    private static FilterValue? Value(MapReader reader, string property, YamlNode node)
    {
        (bool takesText, bool takesNumber) = property switch
        {
            "label" or "property" => (true, false),
            "value" => (false, true),
            _ => (true, true),
        };
        if (node is YamlScalar { Kind: OptionKind.String or OptionKind.Number } scalar
            && (scalar.Kind == OptionKind.Number ? takesNumber : takesText))
        {
            return FilterValue.Of(scalar.Text, scalar.Kind == OptionKind.Number);
        }

        if (node is YamlMap map && takesNumber)
        {
            return Range(new MapReader(map, RangeKeys.Map, reader.Problems), property);
        }

        reader.Mismatch(
            property, node, (takesText, takesNumber) switch
            {
                (true, true) => "a text or a number, a range of numbers, or a list of these",
                (true, false) => "a text, or a list of texts",
                _ => "a number, a range of numbers, or a list of these",
            },
            takesText ? "Put quotes around it." : "Write it without quotes.");
        return null;
    }

    private static FilterValue? Range(MapReader reader, string property)
    {
        string? from = End(reader, RangeKeys.From);
        string? to = End(reader, RangeKeys.To);
        reader.Done();
        if (!reader.Has(RangeKeys.From) && !reader.Has(RangeKeys.To))
        {
            reader.Report(NotAllowed, $"The range of '{Quoting.Shorten(property)}' has no ends: add 'from', 'to' or both.");
        }
        else if (from is not null && to is not null && Number(from) > Number(to))
        {
            reader.Report(NotAllowed, RangeKeys.To, $"'to' is {to}, below 'from', which is {from}: swap them, or leave one out.");
        }
        else if (from is not null || to is not null)
        {
            return new FilterValue(from, to, IsNumber: true);
        }

        return null;
    }

    private static string? End(MapReader reader, Key key)
    {
        switch (reader.Node(key))
        {
            case null:
                return null;
            case YamlScalar { Kind: OptionKind.Number } scalar when Number(scalar.Text) is not null:
                return scalar.Text;
            case { } other:
                return reader.Mismatch(key, other, "a number", "Write it without quotes, or leave the key out.");
        }
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && !double.IsInfinity(number) && !double.IsNaN(number)
            ? number
            : null;
}
