namespace ServicePing.Runtime.Storage;

/// <summary>What an administrator has set.</summary>
/// <param name="Name">The name of the setting.</param>
/// <param name="Value">Its value as a text.</param>
/// <param name="ChangedBy">Who has set it.</param>
/// <param name="ChangedAt">When.</param>
internal sealed record KeptSetting(string Name, string Value, string ChangedBy, DateTimeOffset ChangedAt);
