namespace ServicePing;

/// <summary>What was read at one moment of a database: values that belong together exactly.</summary>
/// <param name="Database">The name of the database.</param>
/// <param name="TakenAt">When the snapshot was taken, by the clock of the server; UTC.</param>
/// <param name="Relations">What was read in it.</param>
public sealed record CollectionMoment(string Database, DateTimeOffset TakenAt, IReadOnlyList<MomentRelation> Relations)
{
    /// <summary>
    /// Whether it is no single moment: a relation that would have held a snapshot for too long was read in ranges of its key,
    /// each at a moment of its own from <see cref="TakenAt"/> on.
    /// </summary>
    public bool InKeyRanges { get; init; }

    /// <summary>Whether an earlier process read it, whose collection this one went on with.</summary>
    public bool IsResumed { get; init; }
}

/// <summary>A relation that was read at a moment.</summary>
/// <param name="Name">The table, with its schema where the definition names one.</param>
/// <param name="KeyPaths">The metrics that were computed from it, or a part of them.</param>
public sealed record MomentRelation(string Name, IReadOnlyList<string> KeyPaths);
