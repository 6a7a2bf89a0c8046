using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Problems;

namespace ServicePing.Generators.Models;

/// <summary>What is wrong with the definitions of a project.</summary>
/// <param name="Problems">The problems, ordered by path and place.</param>
/// <param name="Failure">What went wrong inside the rules themselves; null for nothing.</param>
internal sealed record ProblemList(EquatableArray<Problem> Problems, StageFailure? Failure);
