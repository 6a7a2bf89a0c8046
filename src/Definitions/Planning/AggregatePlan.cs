using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>A metric that counts the different identifiers of several sets together.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Operator">Whether an identifier counts that is in any or in all of the sets.</param>
/// <param name="Window">The period: 7d or 28d, and all for sketches of database metrics.</param>
/// <param name="Sets">The sets, without duplicates.</param>
/// <param name="FeatureFlag">The name of a feature flag without which the metric is left out; null for none.</param>
public sealed record AggregatePlan(
    int Slot, AggregateOperator Operator, TimeFrame Window, EquatableArray<CountedSet> Sets, string? FeatureFlag);
