namespace ServicePing.Definitions.Model;

/// <summary>An entry of an <c>overrides/</c> map: a renamed event that stays on its old Redis key.</summary>
/// <param name="Path">
/// What is replaced: the whole key of an all-time total, which begins with a hash tag such as <c>{event_counters}_</c>, or the
/// part of a unique counter's key between its hash tag and its week, such as <c>create_snippet-user</c>.
/// </param>
/// <param name="Replacement">The old key, or the old part.</param>
/// <param name="SourceFile">The file, relative to the definitions root, with forward slashes.</param>
public sealed record KeyOverride(string Path, string Replacement, string SourceFile);
