using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads the event selection rules of a metric.</summary>
internal static class EventSelectionReader
{
    public static EquatableArray<EventSelection> Read(MapReader metric)
    {
        YamlNode[] items = metric.Items(MetricKeys.Events);
        if (items.Length == 0)
        {
            return [];
        }

        List<EventSelection> selections = new(items.Length);
        foreach (YamlNode item in items)
        {
            if (metric.AsMap(MetricKeys.Events, item) is { } map && Selection(new MapReader(map, SelectionKeys.Map, metric.Problems)) is { } selection)
            {
                selections.Add(selection);
            }
        }

        return selections.ToEquatableArray();
    }

    private static EventSelection? Selection(MapReader reader)
    {
        string? name = reader.Text(SelectionKeys.Name);
        string? unique = reader.Text(SelectionKeys.Unique);
        EventOperator @operator = reader.Word(SelectionKeys.Operator) ?? EventOperator.Count;
        EquatableArray<EventFilter> filter = Filter(reader);
        reader.Done();
        return name is null ? null : new EventSelection(name, unique, @operator, filter);
    }

    private static EquatableArray<EventFilter> Filter(MapReader reader)
    {
        if (reader.SubMap(SelectionKeys.Filter) is not { } map)
        {
            return [];
        }

        List<EventFilter> filters = new(map.Entries.Length);
        foreach (YamlEntry entry in map.Entries)
        {
            (bool takesText, bool takesNumber) = entry.Key switch
            {
                "label" or "property" => (true, false),
                "value" => (false, true),
                _ => (true, true),
            };
            if (entry.Value is YamlScalar { Kind: OptionKind.String or OptionKind.Number } scalar
                && (scalar.Kind == OptionKind.Number ? takesNumber : takesText))
            {
                filters.Add(new EventFilter(entry.Key, scalar.Text, scalar.Kind == OptionKind.Number));
            }
            else
            {
                reader.Mismatch(
                    entry.Key, entry.Value, (takesText, takesNumber) switch
                    {
                        (true, true) => "a text or a number",
                        (true, false) => "a text",
                        _ => "a number",
                    },
                    takesText ? "Put quotes around it." : "Write it without quotes.");
            }
        }

        filters.Sort(static (left, right) => string.CompareOrdinal(left.Property, right.Property));
        return filters.ToEquatableArray();
    }
}
