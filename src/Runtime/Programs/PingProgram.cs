using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Payload;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Programs;

/// <summary>All metric sets of the program, merged once: one slot a key path, in the order of the payload.</summary>
internal sealed class PingProgram
{
    private readonly Dictionary<MetricSet, int[]> _slots;

    internal PingProgram(IReadOnlyList<MetricPlan> metrics, PingWork work, KnownEventTable knownEvents, Dictionary<MetricSet, int[]> slots)
    {
        Metrics = metrics;
        Work = work;
        KnownEvents = knownEvents;
        Layout = PayloadLayout.Of(metrics);
        Availability =
        [
            .. slots.SelectMany(set => set.Key.Availability.Select(plan => plan with { Slots = [.. plan.Slots.Select(slot => set.Value[slot])] })),
        ];
        _slots = slots;
    }

    /// <summary>The sets that were merged.</summary>
    internal IReadOnlyCollection<MetricSet> Sets => _slots.Keys;

    internal IReadOnlyList<MetricPlan> Metrics { get; }

    internal PingWork Work { get; }

    internal KnownEventTable KnownEvents { get; }

    internal PayloadLayout Layout { get; }

    /// <summary>The metrics that the program is asked for, whether they have anything to measure.</summary>
    internal IReadOnlyList<AvailabilityPlan> Availability { get; }

    /// <summary>The slot that a metric of a set has in the merged program.</summary>
    internal int SlotOf(MetricSet set, int slot) => _slots.TryGetValue(set, out int[]? slots)
        ? slots[slot]
        : throw new ArgumentException($"The metric set '{set.Name}' is not part of this program; pass it to AddServicePing.");
}
