namespace ServicePing.Dictionary;

/// <summary>What the page of a release says.</summary>
internal sealed record ReleaseEntry
{
    public required string Version { get; init; }

    /// <summary>The day of the release; null where nobody says.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>What milestones say.</summary>
    public IReadOnlyList<string> IntroducedMetrics { get; init; } = [];

    public IReadOnlyList<string> RemovedMetrics { get; init; } = [];

    public IReadOnlyList<string> IntroducedEvents { get; init; } = [];

    public IReadOnlyList<string> RemovedEvents { get; init; } = [];

    /// <summary>The release that <see cref="Changes"/> are reckoned from; null where there is no lockfile of both.</summary>
    public string? ComparedWith { get; init; }

    /// <summary>What differs between the two lockfiles.</summary>
    public IReadOnlyList<ChangeEntry> Changes { get; init; } = [];
}

/// <summary>A metric or event that differs between two releases.</summary>
/// <param name="Subject"><c>metric</c> or <c>event</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Fields">What differs.</param>
internal sealed record ChangeEntry(string Subject, string Name, string Change, IReadOnlyList<FieldEntry> Fields);
