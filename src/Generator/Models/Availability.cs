using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Models;

/// <summary>The metrics of a set that have something to measure only where the program says so.</summary>
internal sealed record Availability(MetricSetName Set, EquatableArray<AnsweredMetrics> Rows);

/// <summary>A name that the program answers for, and the slots of its metrics.</summary>
internal sealed record AnsweredMetrics(string Name, EquatableArray<int> Slots);
