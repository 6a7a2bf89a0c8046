namespace ServicePing;

/// <summary>An event whose unique counts were defined in a known-events file.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Aggregation">How long one of its counters counts.</param>
public sealed record KnownEvent(string Name, EventAggregation Aggregation)
{
    /// <summary>Its category: events of one category may be counted together.</summary>
    public string? Category { get; init; }

    /// <summary>A part of the name that several events share, so that their keys do; null where the whole name is the hash tag.</summary>
    public string? Slot { get; init; }

    /// <summary>How many days a counter lives after its last write; 29 for daily and 42 for weekly counters where null.</summary>
    public int? ExpiryDays { get; init; }

    /// <summary>The name of a feature flag without which the event is not counted; see <see cref="ServicePingOptions.IsFeatureEnabled"/>.</summary>
    public string? FeatureFlag { get; init; }

    /// <summary>How long a counter lives after its last write.</summary>
    internal TimeSpan Expiry => TimeSpan.FromDays(ExpiryDays ?? (Aggregation == EventAggregation.Daily ? 29 : 42));

    /// <summary>Whether a category of these events has a total: there are several, and they share slot, category and aggregation.</summary>
    internal static bool HaveTotal(IReadOnlyCollection<KnownEvent> events) =>
        events.Count > 1
        && events.Select(one => one.Slot).Distinct(StringComparer.Ordinal).ToArray() is [{ Length: > 0 }]
        && events.Select(one => (one.Category, one.Aggregation)).Distinct().Count() == 1;
}

/// <summary>How long one counter of a known event counts.</summary>
public enum EventAggregation
{
    /// <summary>A day in UTC.</summary>
    Daily,

    /// <summary>An ISO week, Monday to Sunday in UTC.</summary>
    Weekly,
}
