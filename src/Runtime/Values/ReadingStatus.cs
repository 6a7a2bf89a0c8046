namespace ServicePing;

/// <summary>How a metric's value came about.</summary>
public enum ReadingStatus
{
    /// <summary>Computed.</summary>
    Ok,

    /// <summary>Computing it failed; the value is the fallback.</summary>
    Failed,

    /// <summary>Computing it took too long; the value is the fallback.</summary>
    TimedOut,

    /// <summary>Its database, counter store or Prometheus could not be reached; the value is the fallback.</summary>
    Unavailable,

    /// <summary>Nothing in the program computes it; the value is the fallback.</summary>
    NotImplemented,

    /// <summary>
    /// There was nothing to take an average of, a denominator that is 0, no counter in the period, or no series in Prometheus; the value is -1.
    /// </summary>
    NoData,

    /// <summary>The definition is deprecated; the value is -1000.</summary>
    Deprecated,

    /// <summary>The definition is removed; the metric is not part of a payload and the value is the fallback.</summary>
    Removed,

    /// <summary>The metric is left out of the payload, for example because its feature flag is off.</summary>
    LeftOut,

    /// <summary>
    /// The program does not count what the metric is about, as it has switched that off; the metric is left out of the payload, so that
    /// nobody takes it for no use.
    /// </summary>
    SwitchedOff,

    /// <summary>The permissions of the collection leave the metric out: its key is absent, and nothing was computed for it.</summary>
    NotPermitted,

    /// <summary>The value comes of a database, and the report of values from elsewhere asks none; the value is -3.</summary>
    NotQueried,
}
