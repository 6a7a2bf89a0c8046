using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Model;

/// <summary>What one metric definition says: its meaning, without its place in the file.</summary>
public sealed record MetricDefinition
{
    /// <summary>The dotted path of the value in the payload, without the suffix of an array <c>time_frame</c>.</summary>
    public required string KeyPath { get; init; }

    /// <summary>What is counted, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>The group that owns the metric.</summary>
    public string ProductGroup { get; init; } = "";

    /// <summary>The categories of the product that the metric tells of.</summary>
    public EquatableArray<string> ProductCategories { get; init; }

    /// <summary>The JSON type of the value.</summary>
    public ValueType ValueType { get; init; } = ValueType.Number;

    /// <summary>What the number counts, such as <c>bytes</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>Where the metric is in its life.</summary>
    public MetricStatus Status { get; init; }

    /// <summary>The version that brought the metric, such as <c>1.0</c> or <c>&lt;13.9</c>.</summary>
    public string Milestone { get; init; } = "";

    /// <summary>The version that removed the metric.</summary>
    public string? MilestoneRemoved { get; init; }

    /// <summary>The change that brought the metric.</summary>
    public string? IntroducedByUrl { get; init; }

    /// <summary>The change that removed the metric.</summary>
    public string? RemovedByUrl { get; init; }

    /// <summary>The issue that will repair a broken metric.</summary>
    public string? RepairIssueUrl { get; init; }

    /// <summary>The periods; more than one only where <see cref="HasTimeFrameList"/>.</summary>
    public EquatableArray<TimeFrame> TimeFrames { get; init; }

    /// <summary>Whether <c>time_frame</c> is a list, so that each element gives a metric of its own with a suffix.</summary>
    public bool HasTimeFrameList { get; init; }

    /// <summary>Whether <c>time_frame</c> holds what cannot be read, so that the metric may have periods that are not known.</summary>
    public bool HasUnreadTimeFrame { get; init; }

    /// <summary>Whether parts of the definition could not be read: it keeps its names, and is not computed.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Where the value comes from.</summary>
    public DataSource DataSource { get; init; }

    /// <summary>How private the metric is.</summary>
    public DataCategory DataCategory { get; init; } = DataCategory.Optional;

    /// <summary>The name of the class or shared calculation that computes the value.</summary>
    public string? InstrumentationClass { get; init; }

    /// <summary>The performance indicators that use the metric.</summary>
    public EquatableArray<string> PerformanceIndicatorTypes { get; init; }

    /// <summary>The tiers of the product that have the metric.</summary>
    public EquatableArray<string> Tiers { get; init; }

    /// <summary>Options for the class or shared calculation.</summary>
    public EquatableArray<Option> Options { get; init; }

    /// <summary>Which events the metric counts.</summary>
    public EquatableArray<EventSelection> Events { get; init; }

    /// <summary>The repository path of a JSON schema for an object value.</summary>
    public string? ValueJsonSchema { get; init; }

    /// <summary>A name made from the calculation; documentation only.</summary>
    public string? Name { get; init; }

    /// <summary>The calculation, where it is written in the definition itself.</summary>
    public QueryDefinition? Query { get; init; }

    /// <summary>The key path of the metric to use instead.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The version after which the metric is to be removed.</summary>
    public string? Expires { get; init; }

    /// <summary>Why and since when the metric is to be used no more, though it is computed and sent.</summary>
    public Deprecation? Deprecated { get; init; }

    /// <summary>The name of a predicate that the consuming program supplies; when it says no, the key is left out.</summary>
    public string? AvailableWhen { get; init; }

    /// <summary>The definition's file, relative to the definitions root, with forward slashes.</summary>
    public string SourceFile { get; init; } = "";
}
