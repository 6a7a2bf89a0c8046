namespace ServicePing;

/// <summary>How one metric is computed, as one SQL statement where that is possible.</summary>
/// <param name="KeyPath">The dotted path of the value.</param>
public sealed record MetricQuery(string KeyPath)
{
    /// <summary>The database to run the statement on, by the name that definitions use; null without one.</summary>
    public string? Database { get; init; }

    /// <summary>
    /// The statement, complete: it runs as it stands, in the time zone UTC, and gives the value that a ping recorded at the same
    /// moment has. A value without groups is one row of one column; groups are a row each, and a histogram a row a bucket.
    /// Null where no single statement gives the value.
    /// </summary>
    public string? Sql { get; init; }

    /// <summary>What the export has in place of a statement: a constant, or what kind of source the value has.</summary>
    public MetricValue NonSql { get; init; }

    /// <summary>
    /// The statement that reads what the value is made from, where the program makes the value itself, as it does from sets and labels of counters
    /// in PostgreSQL; null otherwise.
    /// </summary>
    public string? RowsSql { get; init; }

    /// <summary>Why there is no statement; null where there is one, or the value does not come from a database.</summary>
    public string? Hindrance { get; init; }
}

/// <summary>A statement of a pass, which computes several metrics of a relation in one walk.</summary>
/// <param name="Database">The database, by the name that definitions use.</param>
/// <param name="Relation">The table that is walked.</param>
/// <param name="KeyPaths">The metrics that the statement computes.</param>
/// <param name="WalkedBy">What slices are ranges of: <c>ctid</c> for the pages of the table, or a time column.</param>
/// <param name="Sql">
/// The statement, with parameters: <c>$1</c> is <c>recorded_at</c>; <c>$2</c> and <c>$3</c> bound <c>7d</c>, <c>$4</c> and
/// <c>$5</c> bound <c>28d</c>, both ends included; <c>$6</c> and <c>$7</c> bound the slice.
/// </param>
public sealed record PassQuery(
    string Database,
    string Relation,
    IReadOnlyList<string> KeyPaths,
    string WalkedBy,
    string Sql);
