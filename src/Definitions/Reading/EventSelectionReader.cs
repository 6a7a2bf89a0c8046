using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Yaml;

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
        EquatableArray<EventFilter> filter = FilterReader.Read(reader);
        reader.Done();
        return name is null ? null : new EventSelection(name, unique, @operator, filter);
    }
}
