using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;

namespace ServicePing.Generators.Models;

/// <summary>A defect of the generator itself.</summary>
/// <param name="Path">The file at which it showed; null where no single one is to blame.</param>
/// <param name="Message">The exception's message.</param>
internal sealed record StageFailure(string? Path, string Message)
{
    /// <summary>The place in the file.</summary>
    public SourceSpan Span { get; init; }
}

/// <summary>A definition at which planning fails, and so is left out.</summary>
/// <param name="SourceFile">Its file, seen from the definitions root; empty where no single definition is to blame.</param>
/// <param name="Kind">What it defines.</param>
/// <param name="Position">Which of its file's definitions it is.</param>
/// <param name="Message">The exception's message.</param>
internal sealed record Culprit(string SourceFile, DefinitionKind Kind, int Position, string Message);
