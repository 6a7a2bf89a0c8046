using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>A metric that counts the different identifiers of several sets together.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Operator">Whether an identifier counts that is in any or in all of the sets.</param>
/// <param name="Window">The period: 7d or 28d, and all for sketches of database metrics.</param>
/// <param name="Sets">The sets, without duplicates.</param>
/// <param name="FeatureFlag">The name of a feature flag without which the metric is left out; null for none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record AggregatePlan(
    int Slot,
    AggregateOperator Operator,
    TimeFrame Window,
    IReadOnlyList<CountedSet> Sets,
    string? FeatureFlag = null)
{
    /// <summary>Whether its sets are sketches that database metrics of the same collection keep.</summary>
    internal bool IsOfSketches => Sets.Count > 0 && Sets[0].Source == SetSource.Sketch;
}

/// <summary>How sets are counted together.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum AggregateOperator
{
    /// <summary>What is in any of them.</summary>
    Or,

    /// <summary>What is in all of them.</summary>
    And,
}

/// <summary>A set of identifiers.</summary>
/// <param name="Source">Where it lies.</param>
/// <param name="Name">Its name there.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record CountedSet(SetSource Source, string Name);

/// <summary>Where a set of identifiers lies.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum SetSource
{
    /// <summary>The counters of a known event, whichever metric set it is of.</summary>
    KnownEvent,

    /// <summary>The counters of all known events of a category, in all metric sets.</summary>
    Category,

    /// <summary>A weekly unique counter, by its key without the week's suffix.</summary>
    Counter,

    /// <summary>The sketch that a database metric of the same time frame keeps under a name.</summary>
    Sketch,
}
