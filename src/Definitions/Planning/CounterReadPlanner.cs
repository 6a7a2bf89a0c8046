using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.GitLab;
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
                return EventCounters(slot, definition, window);
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

    private CounterReadPlan EventCounters(int slot, MetricDefinition definition, TimeFrame window)
    {
        CounterKind kind = CounterKeys.KindOf(definition.Events[0]);
        bool isWeekly = window != TimeFrame.All;
        if (definition.Events.Count == 1 && kind != CounterKind.UniqueTotals)
        {
            return new CounterReadPlan(slot, kind, window, [keys.Of(definition.Events[0], isWeekly)]);
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        List<(string Key, string? Identifier)> counters = [.. definition.Events
            .Select(selection => (Key: keys.Of(selection, isWeekly), Identifier: selection.UniqueIdentifier))
            .Where(one => seen.Add(one.Key))];

        // A hyphen in the identifier hides where it begins in the key.
        bool isHidden = kind == CounterKind.UniqueTotals && counters.Exists(static one => one.Identifier?.IndexOf('-') >= 0);
        return new CounterReadPlan(slot, kind, window, counters.Select(static one => one.Key).ToEquatableArray())
        {
            Names = isHidden ? counters.Select(static one => one.Identifier ?? "").ToEquatableArray() : [],
        };
    }

    /// <summary>Unique counters, each key once, with the names of what they count.</summary>
    private List<(string Name, string Key)> NamedCounters(MetricDefinition definition)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        IEnumerable<(string Name, string Key)> counters = definition.Events.IsEmpty
            ? AggregateForm.EventNames(definition).Select(name => (name, keys.Unique(name)))
            : definition.Events.Select(selection => (CounterKeys.WithoutTag(CounterKeys.Of(selection)), keys.Of(selection, isWeekly: true)));
        return [.. counters.Where(one => seen.Add(one.Key))];
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
