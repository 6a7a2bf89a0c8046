using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>Metrics that have something to measure only where the program says so.</summary>
/// <param name="Name">The name that the program answers for.</param>
/// <param name="Slots">The metrics.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record AvailabilityPlan(string Name, IReadOnlyList<int> Slots);
