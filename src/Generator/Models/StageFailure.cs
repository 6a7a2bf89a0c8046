using System.Collections.Immutable;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Generators.Models;

/// <summary>A defect of the generator itself.</summary>
/// <param name="Path">The file at which it showed; null where no single one is to blame.</param>
/// <param name="Message">The exception's message.</param>
internal sealed record StageFailure(string? Path, string Message)
{
    /// <summary>What went wrong in reading and planning.</summary>
    public static EquatableArray<StageFailure> Of(ImmutableArray<ReadDefinition> definitions, SetModel set)
    {
        List<StageFailure> failures = definitions.Select(definition => definition.Failure).OfType<StageFailure>().ToList();
        if (set.Failure is { } message)
        {
            failures.Add(new StageFailure(null, message));
        }

        return failures.ToEquatableArray();
    }
}

/// <summary>The meaning of a file.</summary>
/// <param name="Meaning">What the definitions in it say.</param>
/// <param name="Failure">What went wrong inside the generator; null for nothing.</param>
internal sealed record ReadDefinition(DefinitionFile Meaning, StageFailure? Failure);
