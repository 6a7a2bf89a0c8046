namespace ServicePing.Definitions.Counters;

/// <summary>What a counter keeps, and with which commands.</summary>
public enum CounterKind
{
    /// <summary>The number of events: INCR, GET.</summary>
    Total,

    /// <summary>The sum of a property: INCRBYFLOAT, GET.</summary>
    Sum,

    /// <summary>The number of different values: PFADD, PFCOUNT.</summary>
    Unique,

    /// <summary>The number of events a value: HINCRBY, HGETALL.</summary>
    UniqueTotals,
}
