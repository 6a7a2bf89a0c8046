using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Planning;

/// <summary>A value that the consuming program supplies in C#.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="InstrumentationClass">The name of the class that computes it.</param>
/// <param name="OptionsJson">The definition's <c>options</c> as a JSON object; <c>{}</c> where it has none.</param>
public sealed record FactPlan(int Slot, string InstrumentationClass, string OptionsJson);

/// <summary>A value that is made of other metrics; any negative one makes a sum or a ratio -1.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Operation">What is made of them.</param>
/// <param name="Parts">The slots of the metrics that are added or that sites report, or of numerator and denominator.</param>
public sealed record CompositePlan(int Slot, CompositeOperation Operation, EquatableArray<int> Parts);

/// <summary>What is made of other metrics.</summary>
public enum CompositeOperation
{
    /// <summary>Their sum.</summary>
    Add,

    /// <summary>The first divided by the second.</summary>
    Ratio,

    /// <summary>A list with an object of them for each secondary site, which computes them itself.</summary>
    Sites,
}

/// <summary>A value that Prometheus is asked for.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Query">The PromQL, in the pieces between which <c>recorded_at</c> stands as a number of seconds: one where it stands nowhere.</param>
/// <param name="Labels">The labels by which the value is split; none for one number.</param>
/// <param name="Members">The members of the objects of which the value is a list, last that of the value; empty where groups nest in one object.</param>
public sealed record PrometheusPlan(int Slot, EquatableArray<string> Query, EquatableArray<string> Labels, EquatableArray<string> Members);

/// <summary>A value that is written in the definition.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Json">The value as JSON.</param>
public sealed record ConstantPlan(int Slot, string Json);
