using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Gathers the metrics that the program answers for, by the name of the answer.</summary>
internal static class AvailabilityProjection
{
    /// <summary>The names in order; null without any.</summary>
    public static Availability? Of(EquatableArray<PlannedMetric> metrics, MetricSetName set)
    {
        SortedDictionary<string, List<int>> slots = new(StringComparer.Ordinal);
        for (int slot = 0; slot < metrics.Count; slot++)
        {
            if (metrics[slot].Metric.Definition is { AvailableWhen: { } name, Status: not MetricStatus.Removed })
            {
                if (!slots.TryGetValue(name, out List<int>? known))
                {
                    slots.Add(name, known = []);
                }

                known.Add(slot);
            }
        }

        return slots.Count == 0
            ? null
            : new Availability(set, slots.Select(static row => new AnsweredMetrics(row.Key, row.Value.ToEquatableArray())).ToEquatableArray());
    }
}
