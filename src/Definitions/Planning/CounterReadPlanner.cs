using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>Plans the metrics that are read from Redis counters.</summary>
internal sealed class CounterReadPlanner(OldKeys keys)
{
    /// <summary>The counters of a metric, or what hinders them.</summary>
    public CounterReadPlan? Plan(int slot, Metric metric, out string? hindrance)
    {
        hindrance = null;
        MetricDefinition definition = metric.Definition;
        TimeFrame window = metric.TimeFrame == TimeFrame.None ? TimeFrame.All : metric.TimeFrame;
        switch (definition.DataSource)
        {
            case DataSource.InternalEvents when !definition.Events.IsEmpty:
                return new CounterReadPlan(slot, CounterKeys.KindOf(definition.Events[0]), window, EventKeys(definition, window));
            case DataSource.Redis when NamedKey(definition) is { } key:
                return new CounterReadPlan(slot, CounterKind.Total, TimeFrame.All, [key]);
            case DataSource.RedisHll when NamedCounters(definition) is { Count: > 0 } counters:
                if (window == TimeFrame.All)
                {
                    hindrance = "Unique counters are kept a week each, and the metric asks for all time.";
                    return null;
                }

                bool isAnyRenamed = counters.Exists(static one => !CounterKeys.IsUnique(one.Key, one.Name));
                return new CounterReadPlan(slot, CounterKind.Unique, window, counters.Select(static one => one.Key).ToEquatableArray())
                {
                    Names = isAnyRenamed ? counters.Select(static one => one.Name).ToEquatableArray() : [],
                };
            default:
                hindrance = definition.DataSource == DataSource.Redis
                    ? "The options name no counter."
                    : "The metric names no events.";
                return null;
        }
    }

    private EquatableArray<string> EventKeys(MetricDefinition definition, TimeFrame window)
    {
        bool isWeekly = window != TimeFrame.All;
        if (definition.Events.Count == 1)
        {
            return [keys.Of(definition.Events[0], isWeekly)];
        }

        List<string> different = new(definition.Events.Count);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (EventSelection selection in definition.Events)
        {
            string key = keys.Of(selection, isWeekly);
            if (seen.Add(key))
            {
                different.Add(key);
            }
        }

        return different.ToEquatableArray();
    }

    /// <summary>Unique counters, each key once, with the names of what they count.</summary>
    private List<(string Name, string Key)> NamedCounters(MetricDefinition definition)
    {
        List<(string Name, string Key)> counters = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (EventSelection selection in definition.Events)
        {
            string key = keys.Of(selection, isWeekly: true);
            if (seen.Add(key))
            {
                counters.Add((CounterKeys.WithoutTag(CounterKeys.Of(selection)), key));
            }
        }

        foreach (string name in definition.Events.IsEmpty ? AggregateForm.EventNames(definition) : [])
        {
            string key = keys.Unique(name);
            if (seen.Add(key))
            {
                counters.Add((name, key));
            }
        }

        return counters;
    }

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
