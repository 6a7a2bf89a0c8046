using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Model;

/// <summary>A <c>query</c> block: how a value is computed from a database.</summary>
public sealed record QueryDefinition
{
    /// <summary>What is computed; null where the block is a constant or PromQL.</summary>
    public Operation? Operation { get; init; }

    /// <summary>The named connection.</summary>
    public string Database { get; init; } = "main";

    /// <summary>
    /// The table that is walked, <c>table</c> or <c>schema.table</c>; or a subquery with its parentheses, or a call of a function, whose rows
    /// are read at once.
    /// </summary>
    public string? From { get; init; }

    /// <summary>The name by which SQL of the query calls the rows of <see cref="From"/>, without quotes; null for a table's own.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether rows come of a subquery or a function: the name of a table never ends with a parenthesis, as one within has quotes.</summary>
    public bool IsDerived => From is { } from && from.EndsWith(")", StringComparison.Ordinal);

    /// <summary>Further tables, each a whole join clause such as <c>JOIN projects ON projects.id = issues.project_id</c>.</summary>
    public EquatableArray<string> Joins { get; init; }

    /// <summary>Conditions, all of which must hold.</summary>
    public EquatableArray<string> Where { get; init; }

    /// <summary>Conditions that are added only where the definition has the option of that name.</summary>
    public EquatableArray<ConditionalFilter> When { get; init; }

    /// <summary>What is counted: names or expressions; the primary key when empty.</summary>
    public EquatableArray<string> Columns { get; init; }

    /// <summary>By what the value is split: names or expressions.</summary>
    public EquatableArray<string> GroupBy { get; init; }

    /// <summary>The only groups, by their texts; empty for all that there are.</summary>
    public EquatableArray<string> GroupValues { get; init; }

    /// <summary>How many groups there are at the most, 1 or more; or null.</summary>
    public long? MaxGroups { get; init; }

    /// <summary>The members of the objects of which the value is a list, last that of the value; empty where groups nest in one object.</summary>
    public EquatableArray<string> ListOf { get; init; }

    /// <summary>The column that <c>7d</c> and <c>28d</c> look at.</summary>
    public string TimestampColumn { get; init; } = "created_at";

    /// <summary>The key, ceiling and bounds of key ranges.</summary>
    public BatchDefinition? Batch { get; init; }

    /// <summary>Which percentile, from 1 to 99; or null.</summary>
    public long? Percentile { get; init; }

    /// <summary>The first and last bucket of a histogram, inclusive.</summary>
    public BucketRange? Buckets { get; init; }

    /// <summary>The name under which the distinct sketch is kept for aggregates.</summary>
    public string? Sketch { get; init; }

    /// <summary>The metrics that <c>add</c> sums, by key path without suffix; those that each site of <c>sites</c> reports, by whole key path.</summary>
    public EquatableArray<string> Metrics { get; init; }

    /// <summary>The metric that <c>ratio</c> divides, by key path without suffix.</summary>
    public string? Numerator { get; init; }

    /// <summary>The metric by which <c>ratio</c> divides, by key path without suffix.</summary>
    public string? Denominator { get; init; }

    /// <summary>The metrics of whose values this one is computed: those that are added or that sites report, or the numerator and the denominator.</summary>
    public EquatableArray<string> Operands => Operation != Model.Operation.Ratio ? Metrics
        : Numerator is { } numerator && Denominator is { } denominator ? [numerator, denominator]
        : [];

    /// <summary>The query blocks that <c>add</c> sums.</summary>
    public EquatableArray<QueryDefinition> Parts { get; init; }

    /// <summary>The value of a constant.</summary>
    public OptionValue? Value { get; init; }

    /// <summary>A Prometheus query.</summary>
    public string? PromQl { get; init; }
}

/// <summary>A condition that a shared calculation adds where the definition has an option.</summary>
/// <param name="Option">The option's name.</param>
/// <param name="Where">The condition, with <c>:option</c> for the literal.</param>
public sealed record ConditionalFilter(string Option, string Where);

/// <summary>How a relation is cut into key ranges.</summary>
/// <param name="Column">The key column, or null for the primary key.</param>
/// <param name="Size">A ceiling in rows, or null.</param>
/// <param name="Start">The first key, inclusive, which also filters; or null.</param>
/// <param name="Finish">The last key, inclusive, which also filters; or null.</param>
public sealed record BatchDefinition(string? Column, long? Size, long? Start, long? Finish);

/// <summary>The buckets of a histogram.</summary>
/// <param name="First">The first bucket.</param>
/// <param name="Last">The last bucket, inclusive.</param>
public sealed record BucketRange(long First, long Last);
