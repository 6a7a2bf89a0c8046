namespace ServicePing;

/// <summary>What has decided a setting.</summary>
public enum SettingSource
{
    /// <summary>Nobody: it has its default.</summary>
    Default,

    /// <summary>An administrator, while the program runs.</summary>
    Administrator,

    /// <summary>The configuration of the program, or its code.</summary>
    Configuration,

    /// <summary>The variable <c>DO_NOT_TRACK</c> of the environment.</summary>
    Environment,
}

/// <summary>A setting as it holds now, and why.</summary>
/// <param name="Name">Its name, one of <see cref="SettingNames"/>.</param>
/// <param name="Value">Its value as a text; empty for none.</param>
/// <param name="Source">What has decided it.</param>
public sealed record SettingValue(string Name, string Value, SettingSource Source)
{
    /// <summary>Whether an administrator cannot change it, because the configuration or the environment has decided.</summary>
    public bool IsLocked => Source is SettingSource.Configuration or SettingSource.Environment;

    /// <summary>Who has set what is kept, which counts once nothing else decides; null where nobody has.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>When it was set, UTC; null where nobody has.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}
