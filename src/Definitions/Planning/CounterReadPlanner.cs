using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>Plans the metrics that are read from Redis counters.</summary>
internal static class CounterReadPlanner
{
    /// <summary>The counters of a metric, or what hinders them.</summary>
    public static CounterReadPlan? Plan(int slot, Metric metric, out string? hindrance)
    {
        hindrance = null;
        MetricDefinition definition = metric.Definition;
        TimeFrame window = metric.TimeFrame == TimeFrame.None ? TimeFrame.All : metric.TimeFrame;
        switch (definition.DataSource)
        {
            case DataSource.InternalEvents when !definition.Events.IsEmpty:
                return new CounterReadPlan(slot, CounterKeys.KindOf(definition.Events[0]), window, EventKeys(definition));
            case DataSource.Redis when NamedKey(definition) is { } key:
                return new CounterReadPlan(slot, CounterKind.Total, TimeFrame.All, [key]);
            case DataSource.RedisHll when UniqueKeys(definition) is { IsEmpty: false } keys:
                if (window == TimeFrame.All)
                {
                    hindrance = "Unique counters are kept a week each, and the metric asks for all time.";
                    return null;
                }

                return new CounterReadPlan(slot, CounterKind.Unique, window, keys);
            default:
                hindrance = definition.DataSource == DataSource.Redis
                    ? "The options name no counter."
                    : "The metric names no events.";
                return null;
        }
    }

    private static EquatableArray<string> EventKeys(MetricDefinition definition) =>
        definition.Events.Select(CounterKeys.Of).Distinct(StringComparer.Ordinal).ToEquatableArray();

    private static EquatableArray<string> UniqueKeys(MetricDefinition definition) => definition.Events.IsEmpty
        ? (Find(definition, "events")?.Items ?? [])
            .Select(static item => CounterKeys.Unique(item.Text))
            .Distinct(StringComparer.Ordinal)
            .ToEquatableArray()
        : EventKeys(definition);

    private static string? NamedKey(MetricDefinition definition)
    {
        OptionValue? name = Find(definition, "event");
        return name is { Kind: OptionKind.String }
            ? CounterKeys.Named(
                name.Text, Find(definition, "prefix")?.Text,
                Find(definition, "include_usage_prefix")?.Text is not ("false" or "False" or "FALSE"))
            : null;
    }

    private static OptionValue? Find(MetricDefinition definition, string name) =>
        definition.Options.FirstOrDefault(option => option.Name == name)?.Value;
}
