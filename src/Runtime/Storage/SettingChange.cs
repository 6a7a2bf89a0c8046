namespace ServicePing;

/// <summary>A change that somebody has made: of a setting, or of what else the installation is answerable for.</summary>
/// <param name="Name">The name of the setting, or of what was done, such as <c>erasure</c> or <c>token/ID</c>.</param>
/// <param name="OldValue">What was set before; null for the default, or for nothing.</param>
/// <param name="NewValue">What is set since; null for the default, or for nothing.</param>
/// <param name="ChangedBy">Who has changed it.</param>
/// <param name="ChangedAt">When, UTC.</param>
public sealed record SettingChange(string Name, string? OldValue, string? NewValue, string ChangedBy, DateTimeOffset ChangedAt);
