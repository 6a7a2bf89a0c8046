namespace ServicePing.Definitions.Rules;

/// <summary>A file that a definition names by its path in the repository.</summary>
/// <param name="Place">Where it is, or the places where it is not, for messages.</param>
/// <param name="Text">What is in it; null where it is not there.</param>
public sealed record NamedFile(string Place, string? Text);
