using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Models;

/// <summary>The editions of the product of a set, as its vocabulary has them.</summary>
internal sealed record Editions(MetricSetName Set, EquatableArray<string> Names);
