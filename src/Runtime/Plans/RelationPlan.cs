using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>A relation that is walked once for all metrics that read it.</summary>
/// <param name="Database">The named connection.</param>
/// <param name="Schema">The schema, quoted where needed; null for the search path.</param>
/// <param name="Table">The table, quoted where needed.</param>
/// <param name="Joins">Further tables, each a whole join clause.</param>
/// <param name="Fragments">What is computed from the relation.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RelationPlan(
    string Database,
    string? Schema,
    string Table,
    IReadOnlyList<string> Joins,
    IReadOnlyList<QueryFragment> Fragments)
{
    /// <summary>The name by which fragments and joins call the table, quoted where needed; null for its own.</summary>
    public string? Alias { get; init; }

    /// <summary>
    /// The subquery in parentheses, or the call of a function, whose rows <see cref="Table"/> is the name of; null for a table. Such rows are
    /// read in one statement.
    /// </summary>
    public string? Rows { get; init; }

    /// <summary>The table with its schema.</summary>
    internal string Source => Schema is null ? Table : $"{Schema}.{Table}";

    /// <summary>The table, or the rows, as they stand after FROM.</summary>
    internal string From => Rows is not null ? $"{Rows} AS {Table}" : Alias is null ? Source : $"{Source} AS {Alias}";

    /// <summary>What qualifies the columns of the table.</summary>
    internal string Name => Alias ?? Table;
}

/// <summary>One metric's part of the statements over a relation, in checked and quoted SQL.</summary>
/// <remarks><c>$1</c> in a text is <c>recorded_at</c>, the first parameter of every statement.</remarks>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Operation">What is computed.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record QueryFragment(int Slot, Operation Operation)
{
    /// <summary>The position among the parts that are added up to the value, from 0.</summary>
    public int Part { get; init; }

    /// <summary>The expressions that are counted or summed; empty where rows are counted.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The condition on rows, without the window; null for all rows.</summary>
    public string? Filter { get; init; }

    /// <summary>The period that rows must fall into; <see cref="TimeFrame.All"/> for no condition.</summary>
    public TimeFrame Window { get; init; } = TimeFrame.All;

    /// <summary>Whether rows must fall into a period.</summary>
    internal bool IsWindowed => Window is TimeFrame.SevenDays or TimeFrame.TwentyEightDays;

    /// <summary>The expression that the period looks at.</summary>
    public string TimestampColumn { get; init; } = "created_at";

    /// <summary>The expressions by which the value is split.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>The only groups, by their texts, each there with or without rows; empty for all that there are.</summary>
    public IReadOnlyList<string> GroupValues { get; init; } = [];

    /// <summary>How many groups there are at the most, besides <c>other</c>; null for as many as the program's options allow.</summary>
    public long? MaxGroups { get; init; }

    /// <summary>
    /// The members of the objects of which the value is a list, one a group: those of its keys in their order, and last that of its value; empty
    /// where groups nest in one object.
    /// </summary>
    public IReadOnlyList<string> ListOf { get; init; } = [];

    /// <summary>The key of key ranges; null for the primary key.</summary>
    public string? BatchColumn { get; init; }

    /// <summary>A ceiling for a slice in rows.</summary>
    public long? BatchSize { get; init; }

    /// <summary>The first key, inclusive, which also filters.</summary>
    public long? BatchStart { get; init; }

    /// <summary>The last key, inclusive, which also filters.</summary>
    public long? BatchFinish { get; init; }

    /// <summary>Which percentile, from 1 to 99; null where none is computed.</summary>
    public long? Percentile { get; init; }

    /// <summary>The first bucket of a histogram.</summary>
    public long? FirstBucket { get; init; }

    /// <summary>The last bucket of a histogram, inclusive.</summary>
    public long? LastBucket { get; init; }

    /// <summary>The name under which the distinct sketch is kept.</summary>
    public string? Sketch { get; init; }
}

/// <summary>What a fragment computes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum Operation
{
    /// <summary>Rows, or rows with a value in the column.</summary>
    Count,

    /// <summary>Different values, exactly.</summary>
    DistinctCount,

    /// <summary>Different values, possibly estimated.</summary>
    EstimateBatchDistinctCount,

    /// <summary>The sum of the column.</summary>
    Sum,

    /// <summary>The average of the column.</summary>
    Average,

    /// <summary>The histogram of the number of rows a value of the column has.</summary>
    Histogram,

    /// <summary>The largest number of the column.</summary>
    Max,

    /// <summary>The smallest number of the column.</summary>
    Min,

    /// <summary>Whether there is a row.</summary>
    Exists,

    /// <summary>The number of the column that so many in a hundred do not exceed.</summary>
    Percentile,
}
