using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Catalogue;

/// <summary>Makes a metric of each time frame of a definition.</summary>
internal static class TimeFrameExpansion
{
    /// <summary>What a list of time frames appends to the key path.</summary>
    public static string Suffix(TimeFrame frame) => frame switch
    {
        TimeFrame.SevenDays => "_weekly",
        TimeFrame.TwentyEightDays => "_monthly",
        _ => "",
    };

    /// <summary>
    /// The metrics that a definition may have besides, where its time frame cannot be read: code that uses them goes on compiling.
    /// </summary>
    public static IEnumerable<Metric> Unread(MetricDefinition definition) => definition.HasUnreadTimeFrame
        ? new[] { TimeFrame.All, TimeFrame.SevenDays, TimeFrame.TwentyEightDays }
            .Select(frame => new Metric(definition.KeyPath + Suffix(frame), frame, definition))
        : [];

    /// <summary>Adds the metrics of a definition; a single time frame never changes the key path.</summary>
    public static void Expand(MetricDefinition definition, List<Metric> metrics)
    {
        if (!definition.HasTimeFrameList || definition.TimeFrames.IsEmpty)
        {
            TimeFrame unread = definition.HasUnreadTimeFrame ? TimeFrame.All : TimeFrame.None;
            metrics.Add(new Metric(definition.KeyPath, definition.TimeFrames.IsEmpty ? unread : definition.TimeFrames[0], definition));
            return;
        }

        foreach (TimeFrame frame in definition.TimeFrames)
        {
            metrics.Add(new Metric(definition.KeyPath + Suffix(frame), frame, definition));
        }
    }

    /// <summary>The metrics of a definition.</summary>
    public static IReadOnlyList<Metric> Expand(MetricDefinition definition)
    {
        List<Metric> metrics = [];
        Expand(definition, metrics);
        return metrics;
    }
}
