namespace ServicePing.Definitions.Embedding;

/// <summary>The text of an embedded catalogue is none, or that of a later version.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="problem">What is wrong there, without a full stop.</param>
public sealed class CatalogueFormatException(int line, string problem)
    : FormatException($"Line {line} of the catalogue cannot be read: {problem}.")
{
    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;
}
