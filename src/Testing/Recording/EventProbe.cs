using System.Runtime.CompilerServices;
using ServicePing.Runtime.Plans;

namespace ServicePing.Testing;

/// <summary>
/// Calls an event's method to see which arguments it passes on: conversions of the program's own types and members of enums are then those
/// of the program, and no second implementation can differ.
/// </summary>
internal sealed class EventProbe : ITrackingObserver
{
    private static readonly ConditionalWeakTable<MetricSet, EventProbe> Probes = new();

    private readonly Lock _lock = new();
    private readonly EventTracker _tracker;
    private TrackedCall? _last;

    private EventProbe(MetricSet set) => _tracker = TrackingObservation.Probe(set, this);

    /// <summary>The call that a method makes of its arguments.</summary>
    internal static TrackedCall Capture(MetricSet set, Action<EventTracker> call)
    {
        EventProbe probe = Probes.GetValue(set, static one => new EventProbe(one));
        lock (probe._lock)
        {
            call(probe._tracker);
            return probe._last!;
        }
    }

    public void Observe(TrackedCall call) => _last = call;
}
