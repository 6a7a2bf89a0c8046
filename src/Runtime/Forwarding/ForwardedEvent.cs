using System.Collections.Frozen;

namespace ServicePing;

/// <summary>One occurrence of an event, as a forwarder is handed it.</summary>
public sealed record ForwardedEvent
{
    /// <summary>The event's name.</summary>
    public required string Name { get; init; }

    /// <summary>What tells it from any other occurrence, the same at each attempt, so that a receiver counts it once.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was tracked, UTC.</summary>
    public required DateTimeOffset TrackedAt { get; init; }

    /// <summary>
    /// Who and where, by the names of the vocabulary, as the program knows them; those that were passed. What leaves the installation takes
    /// <see cref="Pseudonyms"/> instead. Of an event that another process left in a <see cref="ServicePingOptions.SpoolFolder"/> there are none: they are not
    /// written to a disk.
    /// </summary>
    public required IReadOnlyDictionary<string, EventValue> Identifiers { get; init; }

    /// <summary>
    /// The same as pseudonyms: the base64 of 32 bytes that are the same for one identifier of this installation each time, and from which nobody
    /// who lacks the installation's secret finds the identifier.
    /// </summary>
    public IReadOnlyDictionary<string, string> Pseudonyms { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>
    /// The additional properties that the definition declares and the call has passed. A text is written as in a counter, without characters that
    /// nobody sees; one that is too long (<see cref="ServicePingOptions.MaxLabelLength"/>) or none of the definition's <c>values</c> is <c>other</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, EventValue> AdditionalProperties { get; init; }

    /// <summary>The group that owns the event; empty where its definition does not say it.</summary>
    public string ProductGroup { get; init; } = "";
}
