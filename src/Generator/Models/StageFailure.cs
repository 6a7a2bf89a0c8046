using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;

namespace ServicePing.Generators.Models;

/// <summary>A defect of the generator itself.</summary>
/// <param name="Path">The file at which it showed; null where no single one is to blame.</param>
/// <param name="Message">The exception's message.</param>
internal sealed record StageFailure(string? Path, string Message);

/// <summary>The meaning of a file.</summary>
/// <param name="Meaning">What the definitions in it say.</param>
/// <param name="Failure">What went wrong inside the generator; null for nothing.</param>
internal sealed record ReadDefinition(DefinitionFile Meaning, StageFailure? Failure);

/// <summary>What was read of a file: its meaning, and apart from that, where everything stands.</summary>
/// <param name="Definition">The meaning.</param>
/// <param name="Positions">The file with its positions and problems; null where the analyzer looks at them.</param>
internal sealed record ReadText(ReadDefinition Definition, ReadFile? Positions);
