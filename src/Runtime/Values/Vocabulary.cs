namespace ServicePing;

/// <summary>The period that a metric covers.</summary>
public enum TimeFrame
{
    /// <summary>The metric has no period.</summary>
    None,

    /// <summary><c>7d</c>: a week.</summary>
    SevenDays,

    /// <summary><c>28d</c>: four weeks.</summary>
    TwentyEightDays,

    /// <summary><c>all</c>: from the beginning.</summary>
    All,
}

/// <summary>Where a metric is in its life.</summary>
public enum MetricStatus
{
    /// <summary>Computed and sent.</summary>
    Active,

    /// <summary>Known to be wrong, still computed and sent.</summary>
    Broken,

    /// <summary>Kept as a record, neither computed nor sent.</summary>
    Removed,

    /// <summary>Sent as -1000, not computed.</summary>
    Deprecated,
}

/// <summary>Where a metric's value comes from.</summary>
public enum DataSource
{
    /// <summary>A query on a relational database.</summary>
    Database,

    /// <summary>An old named counter in Redis.</summary>
    Redis,

    /// <summary>Unique counters of known events in Redis.</summary>
    RedisHll,

    /// <summary>Counters that events move.</summary>
    InternalEvents,

    /// <summary>A fact about the installation.</summary>
    System,

    /// <summary>A fact about the licence.</summary>
    License,

    /// <summary>A query on Prometheus.</summary>
    Prometheus,
}

/// <summary>How private a metric is, from low to high.</summary>
public enum DataCategory
{
    /// <summary>Needed to make sense of any payload.</summary>
    Standard,

    /// <summary>About the subscription.</summary>
    Subscription,

    /// <summary>About running the installation.</summary>
    Operational,

    /// <summary>The administrator may switch it off.</summary>
    Optional,
}
