namespace ServicePing.Definitions.Model;

/// <summary>The period that a metric covers.</summary>
public enum TimeFrame
{
    /// <summary><c>none</c>: the metric has no period.</summary>
    None,

    /// <summary><c>7d</c>: a week.</summary>
    SevenDays,

    /// <summary><c>28d</c>: four weeks.</summary>
    TwentyEightDays,

    /// <summary><c>all</c>: from the beginning.</summary>
    All,
}

/// <summary>The JSON type of a metric's value.</summary>
public enum ValueType
{
    /// <summary><c>string</c>.</summary>
    String,

    /// <summary><c>number</c>.</summary>
    Number,

    /// <summary><c>boolean</c>.</summary>
    Boolean,

    /// <summary><c>object</c>: a JSON object or array.</summary>
    Object,
}

/// <summary>Where a metric is in its life.</summary>
public enum MetricStatus
{
    /// <summary><c>active</c>: computed and sent.</summary>
    Active,

    /// <summary><c>broken</c>: known to be wrong, still computed and sent.</summary>
    Broken,

    /// <summary><c>removed</c>: kept as a record, neither computed nor sent.</summary>
    Removed,

    /// <summary><c>deprecated</c>: sent as -1000, not computed.</summary>
    Deprecated,
}

/// <summary>Where a metric's value comes from.</summary>
public enum DataSource
{
    /// <summary><c>database</c>: a query on a relational database.</summary>
    Database,

    /// <summary><c>redis</c>: an old named counter.</summary>
    Redis,

    /// <summary><c>redis_hll</c>: unique counters of known events.</summary>
    RedisHll,

    /// <summary><c>internal_events</c>: counters that events move.</summary>
    InternalEvents,

    /// <summary><c>system</c>: a fact about the installation.</summary>
    System,

    /// <summary><c>license</c>: a fact about the licence.</summary>
    License,

    /// <summary><c>prometheus</c>: a query on Prometheus.</summary>
    Prometheus,
}

/// <summary>How private a metric is, from low to high.</summary>
public enum DataCategory
{
    /// <summary><c>standard</c>.</summary>
    Standard,

    /// <summary><c>subscription</c>.</summary>
    Subscription,

    /// <summary><c>operational</c>.</summary>
    Operational,

    /// <summary><c>optional</c>: the administrator may switch it off.</summary>
    Optional,
}

/// <summary>What a query computes over the rows that it selects.</summary>
public enum Operation
{
    /// <summary><c>count</c>: rows, or rows with a value in the column.</summary>
    Count,

    /// <summary><c>distinct_count</c>: different values of the column, exactly.</summary>
    DistinctCount,

    /// <summary><c>estimate_batch_distinct_count</c>: different values of the column, possibly estimated.</summary>
    EstimateBatchDistinctCount,

    /// <summary><c>sum</c> of the column.</summary>
    Sum,

    /// <summary><c>average</c> of the column.</summary>
    Average,

    /// <summary><c>histogram</c> of the number of rows a value of the column has.</summary>
    Histogram,

    /// <summary><c>max</c>: the largest number of the column.</summary>
    Max,

    /// <summary><c>min</c>: the smallest number of the column.</summary>
    Min,

    /// <summary><c>exists</c>: whether there is a row.</summary>
    Exists,

    /// <summary><c>percentile</c>: the number of the column that so many in a hundred do not exceed.</summary>
    Percentile,

    /// <summary><c>add</c>: the sum of other metrics or of parts.</summary>
    Add,

    /// <summary><c>ratio</c>: one metric divided by another.</summary>
    Ratio,

    /// <summary><c>sites</c>: a list with an object of metrics for each secondary site, which computes them itself.</summary>
    Sites,
}

/// <summary>What an event selection rule makes of the events that it selects.</summary>
public enum EventOperator
{
    /// <summary>No operator: the number of events, or of different values where <c>unique</c> is given.</summary>
    Count,

    /// <summary><c>total</c>: the number of events, a value of <c>unique</c>.</summary>
    Total,

    /// <summary><c>sum(value)</c>: the sum of the additional property <c>value</c>.</summary>
    SumOfValue,
}

/// <summary>What the values of an identifier are.</summary>
public enum IdentifierType
{
    /// <summary>A whole number, a UUID or a text.</summary>
    Any,

    /// <summary><c>integer</c>: a whole number.</summary>
    Integer,

    /// <summary><c>uuid</c>.</summary>
    Uuid,

    /// <summary><c>text</c>.</summary>
    Text,

    /// <summary>A type of the product's own.</summary>
    Own,
}
