using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads <c>time_frame</c>.</summary>
internal static class TimeFrameReader
{
    /// <summary>One time frame or a list of them.</summary>
    public static EquatableArray<TimeFrame> OneOrList(MapReader reader, YamlNode? node)
    {
        if (node is YamlList)
        {
            return List(reader, node);
        }

        return reader.Word(MetricKeys.TimeFrame, Words.TimeFrames, node) is { } single ? [single] : [];
    }

    /// <summary>A list of time frames.</summary>
    public static EquatableArray<TimeFrame> List(MapReader reader, YamlNode? node)
    {
        YamlNode[] items = reader.Items(MetricKeys.TimeFrame, node);
        List<TimeFrame> frames = new(items.Length);
        foreach (YamlNode item in items)
        {
            TimeFrame? frame = reader.Word(MetricKeys.TimeFrame, Words.TimeFrames, item);
            if (frame == TimeFrame.None)
            {
                reader.Problems.Add(
                    NotAllowed, item, "'none' cannot stand in a list of time frames: write it alone, or use 7d, 28d, all.");
            }
            else if (frame is { } known && !frames.Contains(known))
            {
                frames.Add(known);
            }
        }

        if (node is YamlList && items.Length == 0)
        {
            reader.Report(NotAllowed, MetricKeys.TimeFrame, "The list of time frames is empty: name one of 7d, 28d, all.");
        }

        reader.Unique(MetricKeys.TimeFrame, items);
        return frames.ToEquatableArray();
    }
}
