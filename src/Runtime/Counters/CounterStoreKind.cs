namespace ServicePing;

/// <summary>What keeps the counters of a program.</summary>
public enum CounterStoreKind
{
    /// <summary>Redis, by <c>UseRedis</c>.</summary>
    Redis,

    /// <summary>PostgreSQL, by <c>UsePostgresCounters</c>.</summary>
    Postgres,

    /// <summary>The program itself, by <c>UseInProcessCounters</c>.</summary>
    InProcess,
}
