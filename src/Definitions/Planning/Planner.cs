using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Planning;

/// <summary>Decides how every metric of a catalogue is computed.</summary>
public static class Planner
{
    /// <summary>Makes the plan. What cannot be planned says why in <see cref="PlannedMetric.Unplanned"/>.</summary>
    public static Plan Plan(DefinitionCatalogue catalogue)
    {
        PlanBuilder plan = new(catalogue);
        PlannedMetric[] metrics = new PlannedMetric[catalogue.Metrics.Count];
        for (int slot = 0; slot < metrics.Length; slot++)
        {
            metrics[slot] = plan.Add(slot);
        }

        EventPlanner events = new(catalogue);
        return plan.Build(metrics.ToEquatableArray()) with { Events = events.Own(), ReferencedEvents = events.Referenced() };
    }
}
