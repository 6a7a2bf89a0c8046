using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Model;

/// <summary>What one entry of an <c>aggregates/</c> list says: unique counts of several events taken together.</summary>
public sealed record AggregateDefinition
{
    /// <summary>The aggregate's name, the last segment of its key paths.</summary>
    public required string Name { get; init; }

    /// <summary>Whether any or all of the events must have happened.</summary>
    public AggregateOperator Operator { get; init; }

    /// <summary>Where the sets lie that are taken together.</summary>
    public AggregateSource Source { get; init; }

    /// <summary>The periods, each a key path of its own: <c>7d</c>, <c>28d</c>, and <c>all</c> for the database.</summary>
    public EquatableArray<TimeFrame> TimeFrames { get; init; }

    /// <summary>The names of known events, or of the sketches that database metrics keep.</summary>
    public EquatableArray<string> Events { get; init; }

    /// <summary>The name of a feature flag without which the aggregate is left out.</summary>
    public string? FeatureFlag { get; init; }

    /// <summary>The definition's file, relative to the definitions root, with forward slashes.</summary>
    public string SourceFile { get; init; } = "";

    /// <summary>The key path of the aggregate over a period; null for a period that it cannot have.</summary>
    /// <param name="frame">The period.</param>
    public string? KeyPathOf(TimeFrame frame) => frame switch
    {
        TimeFrame.SevenDays => "counts_weekly.aggregated_metrics." + Name,
        TimeFrame.TwentyEightDays => "counts_monthly.aggregated_metrics." + Name,
        TimeFrame.All => "counts.aggregate_" + Name,
        _ => null,
    };
}

/// <summary>How an aggregate takes its events together.</summary>
public enum AggregateOperator
{
    /// <summary><c>OR</c>: who did any of them.</summary>
    Or,

    /// <summary><c>AND</c>: who did all of them.</summary>
    And,
}

/// <summary>Where the sets of an aggregate lie.</summary>
public enum AggregateSource
{
    /// <summary><c>redis</c>: the unique counters of known events.</summary>
    Redis,

    /// <summary><c>database</c>: the sketches that metrics keep under a name.</summary>
    Database,
}
