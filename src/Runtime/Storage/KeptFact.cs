namespace ServicePing.Runtime.Storage;

/// <summary>What is kept of the instance under a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">What is kept.</param>
/// <param name="SeenAt">What time it was for the store when it was read.</param>
internal sealed record KeptFact(string Name, byte[] Value, DateTimeOffset SeenAt);

/// <summary>What is noted among the changes of settings, under the name of what is changed.</summary>
/// <param name="OldValue">What was before; null for nothing.</param>
/// <param name="NewValue">What is since; null for nothing.</param>
/// <param name="Who">Who has changed it.</param>
internal sealed record AuditNote(string? OldValue, string? NewValue, string Who);
