namespace ServicePing;

/// <summary>What the primary knows of a secondary site.</summary>
/// <param name="Name">What the site is called.</param>
/// <param name="IsEnabled">Whether it is among the enabled secondaries, and so in the ping.</param>
/// <param name="IsStale">Whether its values are null in the ping: it has never reported, or not for long.</param>
public sealed record SiteStatus(string Name, bool IsEnabled, bool IsStale)
{
    /// <summary>When its latest report first came, by the clock of the primary's store; null where none has.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>How long ago that was; null where none has come, or the store's clock has gone back since.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>By how much its clock is ahead of the store's, negative where it is behind; null where it is less than five minutes.</summary>
    public TimeSpan? ClockSkew { get; init; }

    /// <summary>The version of the product there; null where it is not known.</summary>
    public string? Version { get; init; }

    /// <summary>The key paths that it could not compute, with how that came about.</summary>
    public IReadOnlyDictionary<string, string> Failures { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
