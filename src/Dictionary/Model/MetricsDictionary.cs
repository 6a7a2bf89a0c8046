namespace ServicePing.Dictionary;

/// <summary>Everything that a dictionary says, without a word of how it is shown.</summary>
internal sealed record MetricsDictionary
{
    /// <summary>The product's name.</summary>
    public required string Product { get; init; }

    /// <summary>The version of the product that the definitions are of; null where nobody says.</summary>
    public string? Version { get; init; }

    /// <summary>The address of a place in the sources, with <c>{file}</c> and <c>{line}</c>; null where nobody says.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>What keeps the counters; null where nobody says.</summary>
    public CounterStoreEntry? CounterStore { get; init; }

    /// <summary>Every metric, removed ones too, in the order of the payload.</summary>
    public required IReadOnlyList<MetricEntry> Metrics { get; init; }

    /// <summary>Every event, removed ones too, by name.</summary>
    public required IReadOnlyList<EventEntry> Events { get; init; }

    public required IReadOnlyList<KnownEventEntry> KnownEvents { get; init; }

    public required IReadOnlyList<AggregateEntry> Aggregates { get; init; }

    /// <summary>The tables and views that metrics read, by name.</summary>
    public required IReadOnlyList<TableEntry> Tables { get; init; }

    /// <summary>The owners, by name.</summary>
    public required IReadOnlyList<OwnerEntry> Owners { get; init; }

    /// <summary>The versions of which something is known, the newest first.</summary>
    public required IReadOnlyList<ReleaseEntry> Releases { get; init; }

    /// <summary>The versions in which metrics expire, the earliest first.</summary>
    public required IReadOnlyList<ExpiryEntry> Expiries { get; init; }

    /// <summary>The last days of what is deprecated, the earliest first.</summary>
    public IReadOnlyList<LastDayEntry> LastDays { get; init; } = [];

    /// <summary>What earlier releases had and no definition tells of any more.</summary>
    public IReadOnlyList<GoneEntry> Gone { get; init; } = [];
}

/// <summary>A name that only lockfiles of earlier releases know.</summary>
/// <param name="Subject"><c>metric</c> or <c>event</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="LastRelease">The last release that had it.</param>
internal sealed record GoneEntry(string Subject, string Name, string LastRelease);

/// <summary>Who owns metrics and events.</summary>
/// <param name="Name">The name that definitions carry.</param>
/// <param name="Contact">Where the owner is reached; null where nobody says.</param>
internal sealed record OwnerEntry(string Name, string? Contact);

/// <summary>A version after which metrics are to go.</summary>
/// <param name="Version">The version.</param>
/// <param name="Date">The day of its release; null where nobody says.</param>
/// <param name="Metrics">The key paths.</param>
internal sealed record ExpiryEntry(string Version, DateOnly? Date, IReadOnlyList<string> Metrics);
