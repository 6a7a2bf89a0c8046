using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>A relation that is walked once for all metrics that read it.</summary>
/// <param name="Database">The named connection.</param>
/// <param name="Schema">The schema, quoted where needed; null for the search path.</param>
/// <param name="Table">The table, quoted where needed.</param>
/// <param name="Joins">Further tables, each a whole join clause.</param>
/// <param name="Fragments">What is computed from the relation, ordered by slot.</param>
public sealed record RelationPlan(
    string Database,
    string? Schema,
    string Table,
    EquatableArray<string> Joins,
    EquatableArray<FragmentPlan> Fragments)
{
    /// <summary>The name by which fragments and joins call the table, quoted where needed; null for its own.</summary>
    public string? Alias { get; init; }

    /// <summary>The subquery in parentheses, or the call, whose rows <see cref="Table"/> is the name of; null for a table.</summary>
    public string? Rows { get; init; }
}

/// <summary>One metric's part of the statements over a relation.</summary>
/// <remarks>
/// Every SQL text is quoted and complete: names stand alone only where the relation is one table, and <c>:recorded_at</c> has
/// become <c>$1</c>, the first parameter of every statement that the runtime composes.
/// </remarks>
public sealed record FragmentPlan
{
    /// <summary>The metric's slot.</summary>
    public required int Slot { get; init; }

    /// <summary>
    /// For <c>add</c> over query blocks, the position of the part, from 0; the parts of a slot are added up. 0 otherwise.
    /// </summary>
    public int Part { get; init; }

    /// <summary>What is computed; never <see cref="Operation.Add"/>, <see cref="Operation.Ratio"/> or <see cref="Operation.Sites"/>.</summary>
    public required Operation Operation { get; init; }

    /// <summary>The expressions that are counted or summed; empty where rows are counted.</summary>
    public EquatableArray<string> Columns { get; init; }

    /// <summary>The condition on rows, or null for all of them; without the window.</summary>
    public string? Filter { get; init; }

    /// <summary>The period that rows must fall into; <see cref="TimeFrame.All"/> for no condition.</summary>
    public TimeFrame Window { get; init; } = TimeFrame.All;

    /// <summary>The expression that the period looks at.</summary>
    public required string TimestampColumn { get; init; }

    /// <summary>The expressions by which the value is split.</summary>
    public EquatableArray<string> GroupBy { get; init; }

    /// <summary>The only groups, by their texts; empty for all that there are.</summary>
    public EquatableArray<string> GroupValues { get; init; }

    /// <summary>How many groups there are at the most; or null.</summary>
    public long? MaxGroups { get; init; }

    /// <summary>The members of the objects of which the value is a list, last that of the value; empty where groups nest in one object.</summary>
    public EquatableArray<string> ListOf { get; init; }

    /// <summary>Key, ceiling and bounds of key ranges, as the definition gives them.</summary>
    public BatchDefinition? Batch { get; init; }

    /// <summary>Which percentile, from 1 to 99; or null.</summary>
    public long? Percentile { get; init; }

    /// <summary>The buckets of a histogram.</summary>
    public BucketRange? Buckets { get; init; }

    /// <summary>The name under which the distinct sketch is kept.</summary>
    public string? Sketch { get; init; }
}
