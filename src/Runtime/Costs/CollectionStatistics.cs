namespace ServicePing;

/// <summary>What a collection cost.</summary>
public sealed record CollectionStatistics
{
    /// <summary>The number of SQL statements that computed values.</summary>
    public required int Statements { get; init; }

    /// <summary>The time of the longest of them.</summary>
    public required TimeSpan LongestStatement { get; init; }

    /// <summary>Every different SQL text that was sent to compute values, in the order in which they were first sent.</summary>
    public required IReadOnlyList<SentStatement> SentStatements { get; init; }

    /// <summary>The rows of all relations that were walked, each relation once however many metrics read it.</summary>
    public required long RowsWalked { get; init; }

    /// <summary>The number of pipelined batches sent to Redis.</summary>
    public required int RedisRoundTrips { get; init; }

    /// <summary>The time from beginning to end.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Which parts of the payload share one moment: the snapshots of databases, in their order in time.</summary>
    public IReadOnlyList<CollectionMoment> Moments { get; init; } = [];

    /// <summary>
    /// Whether this collection went on with one that had been begun and not finished. The numbers of statements, rows and the like are
    /// then those of this part alone.
    /// </summary>
    public bool IsResumed { get; init; }

    /// <summary>
    /// Why not all of its progress was kept, so that a later process could not have gone on with it: in the words of the server,
    /// for example because the schema <c>service_ping</c> may not be created; null where it was. No value is affected.
    /// </summary>
    public string? ResumeHindrance { get; init; }

    /// <summary>The number of metrics by status; a status that no metric has is absent.</summary>
    public required IReadOnlyDictionary<ReadingStatus, int> MetricsByStatus { get; init; }
}

/// <summary>A SQL text that was sent to a database, once a slice.</summary>
/// <param name="Database">The name of the database.</param>
/// <param name="Sql">The text; its parameters are the clock, the windows and the bounds of the slice.</param>
/// <param name="Times">How often it was sent.</param>
/// <param name="Elapsed">The time of all of them together.</param>
/// <param name="Longest">The time of the longest.</param>
public sealed record SentStatement(string Database, string Sql, int Times, TimeSpan Elapsed, TimeSpan Longest);
