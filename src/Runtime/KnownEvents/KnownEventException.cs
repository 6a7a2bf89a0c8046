namespace ServicePing;

/// <summary>Known events cannot be counted together, or not in this context.</summary>
public sealed class KnownEventException : Exception
{
    internal KnownEventException(KnownEventProblem problem, string message)
        : base(message) => Problem = problem;

    /// <summary>What is wrong, in a word.</summary>
    public KnownEventProblem Problem { get; }
}

/// <summary>Why known events cannot be counted.</summary>
public enum KnownEventProblem
{
    /// <summary>They do not share a slot, so that no command could unite their keys.</summary>
    SlotMismatch,

    /// <summary>They are of several categories.</summary>
    CategoryMismatch,

    /// <summary>Some are counted by the day, others by the week.</summary>
    AggregationMismatch,

    /// <summary>The context is not among <see cref="ServicePingOptions.EventContexts"/>.</summary>
    InvalidContext,
}
