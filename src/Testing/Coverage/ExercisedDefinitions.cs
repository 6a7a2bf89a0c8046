using ServicePing.Runtime.Plans;

namespace ServicePing.Testing;

/// <summary>Which definitions the calls of a test have exercised; a call that was suppressed has exercised none.</summary>
internal static class ExercisedDefinitions
{
    internal static IEnumerable<CoverageLine> Of(IReadOnlyList<MetricSet> sets, IReadOnlyList<TrackedCall> calls)
    {
        HashSet<string> events = [.. sets.SelectMany(set => set.Events).Select(plan => plan.Name)];
        HashSet<string> known = [.. sets.SelectMany(set => set.KnownEvents).Select(one => one.Name)];
        MovedMetrics moved = new(sets);
        foreach (TrackedCall call in calls)
        {
            if (call.Suppressed is not null)
            {
                if (call.Kind == TrackedCallKind.Event && !events.Contains(call.Name))
                {
                    yield return CoverageLine.Unknown(call.Name);
                }

                continue;
            }

            if (call.Kind == TrackedCallKind.Event)
            {
                yield return CoverageLine.Event(call.Name);
            }
            else if (known.Contains(call.Name))
            {
                yield return CoverageLine.KnownEvent(call.Name);
            }

            foreach (string keyPath in moved.Of(call))
            {
                yield return CoverageLine.Metric(keyPath);
            }
        }
    }
}
