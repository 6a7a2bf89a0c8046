using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Models;

/// <summary>The key paths of other sets that a set adds up; their slots follow those of the set's own metrics.</summary>
internal sealed record ReferencedMetrics(MetricSetName Set, EquatableArray<string> KeyPaths);
