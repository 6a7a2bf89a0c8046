using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Planning;

/// <summary>A value that the consuming program supplies in C#.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="InstrumentationClass">The name of the class that computes it.</param>
/// <param name="OptionsJson">The definition's <c>options</c> as a JSON object; <c>{}</c> where it has none.</param>
public sealed record FactPlan(int Slot, string InstrumentationClass, string OptionsJson);

/// <summary>A value that is the sum of other metrics; any negative part makes it -1.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Parts">The slots of the metrics that are added.</param>
public sealed record SumPlan(int Slot, EquatableArray<int> Parts);

/// <summary>A value that is written in the definition.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Json">The value as JSON.</param>
public sealed record ConstantPlan(int Slot, string Json);
