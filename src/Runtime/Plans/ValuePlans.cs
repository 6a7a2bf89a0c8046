using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>A value that the program supplies in C#.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="InstrumentationClass">The name of the class that computes it.</param>
/// <param name="OptionsJson">The definition's <c>options</c> as a JSON object.</param>
/// <param name="Read">Calls the class; null where the program has none of that name.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record FactPlan(
    int Slot,
    string InstrumentationClass,
    string OptionsJson,
    Func<FactContext, CancellationToken, ValueTask<MetricValue>>? Read)
{
    /// <summary>Whether the class is asked when everything else has been read.</summary>
    internal bool IsLast { get; init; }
}

/// <summary>A value that is made of other metrics; a negative one makes a sum or a ratio -1.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Operation">What is made of them.</param>
/// <param name="Parts">The slots of the metrics that are added or that sites report, or of numerator and denominator.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record CompositePlan(int Slot, CompositeOperation Operation, IReadOnlyList<int> Parts)
{
    /// <summary>What the metric does with one of its parts: it adds, lists, divides, divides by it.</summary>
    internal string VerbOf(int part) => Operation switch
    {
        CompositeOperation.Add => "adds",
        CompositeOperation.Sites => "lists",
        _ => part == 0 ? "divides" : "divides by",
    };
}

/// <summary>What is made of other metrics.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum CompositeOperation
{
    /// <summary>Their exact sum.</summary>
    Add,

    /// <summary>The first divided by the second, as floating-point numbers.</summary>
    Ratio,

    /// <summary>A list with an object of them for each secondary site, which computes them itself.</summary>
    Sites,
}

/// <summary>A value that Prometheus is asked for.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Query">The PromQL, in the pieces between which the moment of the collection stands in seconds: one where it stands nowhere.</param>
/// <param name="Labels">The labels by which the value is split; none for one number.</param>
/// <param name="Members">The members of the objects of which the value is a list, last that of the value; none where groups nest in one object.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record PrometheusPlan(int Slot, IReadOnlyList<string> Query, IReadOnlyList<string> Labels, IReadOnlyList<string> Members);

/// <summary>A value that is written in the definition.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Json">The value as JSON.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ConstantPlan(int Slot, string Json);
