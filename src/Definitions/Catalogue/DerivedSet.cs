using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Catalogue;

/// <summary>Sets of identifiers that are counted together.</summary>
/// <param name="Operator">Whether an identifier counts that is in any or in all of the sets.</param>
/// <param name="Sets">The sets, without duplicates.</param>
/// <param name="FeatureFlag">The name of a feature flag without which the value is left out; null for none.</param>
public sealed record DerivedSet(AggregateOperator Operator, EquatableArray<CountedSet> Sets, string? FeatureFlag);

/// <summary>A set of identifiers.</summary>
/// <param name="Source">Where it lies.</param>
/// <param name="Name">Its name there.</param>
public sealed record CountedSet(SetSource Source, string Name);

/// <summary>Where a set of identifiers lies.</summary>
public enum SetSource
{
    /// <summary>The counters of a known event.</summary>
    KnownEvent,

    /// <summary>The counters of all known events of a category.</summary>
    Category,

    /// <summary>A weekly unique counter, by its key without the week's suffix.</summary>
    Counter,

    /// <summary>The sketch that a database metric of the same time frame keeps under a name.</summary>
    Sketch,
}
