namespace ServicePing.Definitions.Model;

/// <summary>What one entry of a <c>known_events/</c> list says: an event whose unique counts are kept by its own name.</summary>
public sealed record KnownEventDefinition
{
    /// <summary>The event's name.</summary>
    public required string Name { get; init; }

    /// <summary>How long one of its counters counts.</summary>
    public EventAggregation Aggregation { get; init; } = EventAggregation.Weekly;

    /// <summary>The category whose section of the payload has the event; null where it has no section of its own.</summary>
    public string? Category { get; init; }

    /// <summary><c>redis_slot</c>: the part of the name that is the keys' hash tag; null where the whole name is.</summary>
    public string? Slot { get; init; }

    /// <summary>How many days a counter lives after its last write; 29 for daily and 42 for weekly counters where null.</summary>
    public int? ExpiryDays { get; init; }

    /// <summary>The name of a feature flag without which the event is not counted.</summary>
    public string? FeatureFlag { get; init; }

    /// <summary>The definition's file, relative to the definitions root, with forward slashes.</summary>
    public string SourceFile { get; init; } = "";
}

/// <summary>How long one counter of a known event counts.</summary>
public enum EventAggregation
{
    /// <summary><c>daily</c>: a day in UTC.</summary>
    Daily,

    /// <summary><c>weekly</c>: an ISO week, Monday to Sunday in UTC.</summary>
    Weekly,
}
