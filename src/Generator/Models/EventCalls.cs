using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Models;

/// <summary>The event methods that a project calls, in ordinal order.</summary>
internal sealed record EventCalls(MetricSetName Set, EquatableArray<string> Methods);
