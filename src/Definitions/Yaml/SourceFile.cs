using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Yaml;

/// <summary>A definition file as it is handed to the reader.</summary>
/// <param name="Path">The path to show in problems.</param>
/// <param name="RelativePath">The path below the definitions root, with forward slashes; the same on every machine.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="Text">The whole text.</param>
public sealed record SourceFile(string Path, string RelativePath, DefinitionKind Kind, string Text);
