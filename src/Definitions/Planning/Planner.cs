using ServicePing.Definitions.Catalogue;

namespace ServicePing.Definitions.Planning;

/// <summary>Decides how every metric of a catalogue is computed.</summary>
public static class Planner
{
    /// <summary>Makes the plan. What cannot be planned says why in <see cref="PlannedMetric.Unplanned"/>.</summary>
    public static Plan Plan(DefinitionCatalogue catalogue)
    {
        _ = catalogue;
        return new Plan();
    }
}
