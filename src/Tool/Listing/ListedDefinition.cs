namespace ServicePing.Tool.Listing;

/// <summary>A definition in a list: a metric is one for each key path of the payload.</summary>
internal sealed record ListedDefinition
{
    /// <summary><c>metric</c>, <c>event</c>, <c>known_event</c>, <c>aggregate</c> or <c>query</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The key path, the event, the aggregate or the class.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is in its life; null where its kind has no such word.</summary>
    public string? Status { get; init; }

    /// <summary>The periods; null where its kind has none.</summary>
    public string? TimeFrame { get; init; }

    /// <summary>Where values come from; null where its kind does not say.</summary>
    public string? DataSource { get; init; }

    public string? ValueType { get; init; }

    public string? DataCategory { get; init; }

    public string? Owner { get; init; }

    public IReadOnlyList<string> Tiers { get; init; } = [];

    public string Description { get; init; } = "";

    /// <summary>The file, relative to the definitions root; empty for a metric that no file defines.</summary>
    public string File { get; init; } = "";
}
