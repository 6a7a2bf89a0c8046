namespace ServicePing.Dictionary;

/// <summary>What the page of an event says.</summary>
internal sealed record EventEntry
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary><c>active</c> or <c>removed</c>.</summary>
    public required string Status { get; init; }

    public string Owner { get; init; } = "";

    public string? OwnerContact { get; init; }

    public IReadOnlyList<string> Tiers { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public string? Classification { get; init; }

    /// <summary>Whether each occurrence is handed on by itself, where the program forwards events.</summary>
    public bool IsForwarded { get; init; }

    public string Milestone { get; init; } = "";

    public string? MilestoneRemoved { get; init; }

    /// <summary>That it is to be tracked no more; null where it may be.</summary>
    public DeprecationEntry? Deprecated { get; init; }

    public string? IntroducedByUrl { get; init; }

    public string? RemovedByUrl { get; init; }

    /// <summary>Who and where, each with its type.</summary>
    public IReadOnlyList<IdentifierEntry> Identifiers { get; init; } = [];

    public IReadOnlyList<PropertyEntry> Properties { get; init; } = [];

    /// <summary>The counters that one call moves.</summary>
    public IReadOnlyList<CounterEntry> Counters { get; init; } = [];

    /// <summary>The key paths of the metrics that select the event.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Where the program tracks it, by file and line; null where no program was given.</summary>
    public IReadOnlyList<CallEntry>? Calls { get; init; }

    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    public string SourceFile { get; init; } = "";

    public string Definition { get; init; } = "";

    internal bool IsRemoved => Status == "removed";

    /// <summary>The status, where that what is deprecated is told from what may be used.</summary>
    internal string ShownStatus => Status == "active" && Deprecated is not null ? "deprecated" : Status;
}

/// <summary>Who or where an event tells of.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">What its values are; empty where any are.</param>
internal sealed record IdentifierEntry(string Name, string Type);

/// <summary>What else an event tells.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What it says.</param>
/// <param name="Type">Its type.</param>
/// <param name="Values">The only values; empty for any.</param>
internal sealed record PropertyEntry(string Name, string Description, string Type, IReadOnlyList<string> Values);

/// <summary>A counter.</summary>
/// <param name="Key">The key without what the product puts before all of them, with <c>-YYYY-WW</c> for a week's.</param>
/// <param name="Keeps">What it keeps.</param>
/// <param name="Command">The command of Redis that moves it.</param>
/// <param name="Counted">What is counted once or summed up; null where calls are counted.</param>
/// <param name="Filter">When it moves; null for always.</param>
internal sealed record CounterEntry(string Key, string Keeps, string Command, string? Counted, string? Filter);

/// <summary>What the page of a known event says.</summary>
internal sealed record KnownEventEntry
{
    public required string Name { get; init; }

    public string? Category { get; init; }

    public string? Slot { get; init; }

    public required string Aggregation { get; init; }

    /// <summary>How many days a counter lives after its last write.</summary>
    public required int ExpiryDays { get; init; }

    public string? FeatureFlag { get; init; }

    /// <summary>The key without what the product puts before all of them, with letters for the day or week.</summary>
    public required string Key { get; init; }

    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Where the program tracks it, by file and line; null where no program was given.</summary>
    public IReadOnlyList<CallEntry>? Calls { get; init; }

    public string SourceFile { get; init; } = "";
}

/// <summary>What the page of an aggregate says.</summary>
internal sealed record AggregateEntry
{
    public required string Name { get; init; }

    /// <summary><c>OR</c> or <c>AND</c>.</summary>
    public required string Operator { get; init; }

    /// <summary><c>redis</c> or <c>database</c>.</summary>
    public required string Source { get; init; }

    public IReadOnlyList<string> TimeFrames { get; init; } = [];

    /// <summary>The known events or sketches that are taken together.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    public string? FeatureFlag { get; init; }

    public IReadOnlyList<string> Metrics { get; init; } = [];

    public string SourceFile { get; init; } = "";
}
