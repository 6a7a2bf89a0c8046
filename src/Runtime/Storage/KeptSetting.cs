namespace ServicePing;

/// <summary>What an administrator has set.</summary>
/// <param name="Name">The name of the setting.</param>
/// <param name="Value">Its value as a text.</param>
/// <param name="ChangedBy">Who has set it.</param>
/// <param name="ChangedAt">When.</param>
internal sealed record KeptSetting(string Name, string Value, string ChangedBy, DateTimeOffset ChangedAt);

/// <summary>A change of a setting.</summary>
/// <param name="Name">The name of the setting.</param>
/// <param name="OldValue">What was set before; null for the default.</param>
/// <param name="NewValue">What is set since; null for the default.</param>
/// <param name="ChangedBy">Who has changed it.</param>
/// <param name="ChangedAt">When.</param>
internal sealed record SettingChange(string Name, string? OldValue, string? NewValue, string ChangedBy, DateTimeOffset ChangedAt);
