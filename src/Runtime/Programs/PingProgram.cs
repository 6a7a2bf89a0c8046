using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Payload;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Programs;

/// <summary>All metric sets of the program, merged once: one slot a key path, in the order of the payload.</summary>
internal sealed class PingProgram
{
    private readonly Dictionary<MetricSet, int[]> _slots;

    internal PingProgram(IReadOnlyList<MetricPlan> metrics, PingWork work, KnownEventTable knownEvents, Dictionary<MetricSet, int[]> slots, IReadOnlyList<AvailabilityPlan> availability)
    {
        Metrics = metrics;
        Work = work;
        KnownEvents = knownEvents;
        Layout = PayloadLayout.Of(metrics);
        Availability = availability;
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
    internal int SlotOf(MetricSet set, int slot)
    {
        if (!_slots.TryGetValue(set, out int[]? slots))
        {
            throw new ArgumentException($"The metric set '{set.Name}' is not part of this program; pass it to AddServicePing.");
        }

        string? readyMade = slots[slot] < 0 ? set.Availability.First(plan => plan.Slots.Contains(slot)).Name : null;
        return readyMade is null
            ? slots[slot]
            : throw new ArgumentException(
                $"'{set.Metrics[slot].KeyPath}' is of the ready-made set '{readyMade}', which this program does not report; write it under 'ready_made' in vocabulary.yml.");
    }
}
