using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Catalogue;

/// <summary>The metrics that need no definition of their own: known events, the totals of their categories, aggregates.</summary>
internal static class DerivedMetrics
{
    private static readonly EquatableArray<TimeFrame> Weeks = [TimeFrame.SevenDays, TimeFrame.TwentyEightDays];

    /// <summary>
    /// Adds what is derived to the metrics that are defined. A definition of the same key path keeps its place, and what is derived
    /// supplies its value unless the definition has a calculation of its own.
    /// </summary>
    public static List<Metric> Join(
        List<Metric> defined, EquatableArray<KnownEventDefinition> knownEvents, EquatableArray<AggregateDefinition> aggregates)
    {
        if (knownEvents.IsEmpty && aggregates.IsEmpty)
        {
            return defined;
        }

        Dictionary<string, Metric> derived = new(StringComparer.Ordinal);
        foreach (Metric metric in OfEvents(knownEvents).Concat(aggregates.SelectMany(OfAggregate)))
        {
            if (!derived.ContainsKey(metric.KeyPath))
            {
                derived.Add(metric.KeyPath, metric);
            }
        }

        HashSet<string> known = new(StringComparer.Ordinal);
        List<Metric> joined = new(defined.Count + derived.Count);
        foreach (Metric metric in defined)
        {
            known.Add(metric.KeyPath);
            joined.Add(derived.TryGetValue(metric.KeyPath, out Metric? same) ? metric with { Derived = same.Derived } : metric);
        }

        joined.AddRange(derived.Values.Where(metric => !known.Contains(metric.KeyPath)));
        return joined;
    }

    /// <summary>Whether a category of these events has a total: there are several, and they share slot and aggregation.</summary>
    public static bool HaveTotal(IReadOnlyCollection<KnownEventDefinition> events) =>
        events.Count > 1
        && events.All(static known => !string.IsNullOrEmpty(known.Slot))
        && events.Select(static known => (known.Slot, known.Aggregation)).Distinct().Count() == 1;

    private static IEnumerable<Metric> OfEvents(EquatableArray<KnownEventDefinition> knownEvents)
    {
        foreach (IGrouping<string, KnownEventDefinition> category in knownEvents
            .Where(static known => !string.IsNullOrEmpty(known.Category))
            .GroupBy(static known => known.Category!, StringComparer.Ordinal))
        {
            List<KnownEventDefinition> events = [.. category];
            string path = $"redis_hll_counters.{category.Key}.";
            List<Metric> metrics = [.. events.SelectMany(known => Of(
                Define(path + known.Name, $"Different identifiers that did {known.Name}", known.SourceFile),
                new CountedSet(SetSource.KnownEvent, known.Name)))];
            if (HaveTotal(events))
            {
                metrics.AddRange(Of(
                    Define(
                        $"{path}{category.Key}_total_unique_counts",
                        $"Different identifiers that did any event of the category {category.Key}", events[0].SourceFile),
                    new CountedSet(SetSource.Category, category.Key)));
            }

            foreach (Metric metric in metrics)
            {
                yield return metric;
            }
        }
    }

    private static IEnumerable<Metric> Of(MetricDefinition definition, CountedSet set) =>
        TimeFrameExpansion.Expand(definition).Select(metric => metric with
        {
            Derived = new DerivedSet(AggregateOperator.Or, [set], null),
            IsDefined = false,
        });

    private static IEnumerable<Metric> OfAggregate(AggregateDefinition aggregate)
    {
        SetSource source = aggregate.Source == AggregateSource.Database ? SetSource.Sketch : SetSource.KnownEvent;
        DerivedSet derived = new(
            aggregate.Operator,
            aggregate.Events.Distinct(StringComparer.Ordinal).Select(name => new CountedSet(source, name)).ToEquatableArray(),
            aggregate.FeatureFlag);
        string any = aggregate.Operator == AggregateOperator.And ? "all" : "any";
        foreach (TimeFrame frame in aggregate.TimeFrames.Distinct())
        {
            if (aggregate.KeyPathOf(frame) is { } keyPath)
            {
                MetricDefinition definition = Define(
                    keyPath,
                    $"Different identifiers in {any} of {string.Join(", ", aggregate.Events)}", aggregate.SourceFile) with
                {
                    TimeFrames = [frame],
                    HasTimeFrameList = false,
                    DataSource = aggregate.Source == AggregateSource.Database ? DataSource.Database : DataSource.RedisHll,
                };
                yield return new Metric(definition.KeyPath, frame, definition) { Derived = derived, IsDefined = false };
            }
        }
    }

    private static MetricDefinition Define(string keyPath, string description, string file) => new()
    {
        KeyPath = keyPath,
        Description = description,
        Status = MetricStatus.Active,
        TimeFrames = Weeks,
        HasTimeFrameList = true,
        DataSource = DataSource.RedisHll,
        SourceFile = file,
    };
}
