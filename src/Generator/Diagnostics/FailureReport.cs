using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;
using ServicePing.Generators.Models;
using ServicePing.Generators.Projection;

namespace ServicePing.Generators.Diagnostics;

/// <summary>Finds the places of the generator's own failures; files are looked at only where there are some.</summary>
internal static class FailureReport
{
    /// <summary>What went wrong in reading and planning.</summary>
    public static EquatableArray<StageFailure> Locate(
        EquatableArray<Culprit> culprits,
        ImmutableArray<ReadDefinition?> definitions,
        CancellationToken cancellationToken)
    {
        List<StageFailure> failures = [.. definitions.Select(static definition => definition?.Failure).OfType<StageFailure>()];
        foreach (Culprit culprit in culprits)
        {
            AdditionalText? text = definitions
                .Where(definition => definition?.Rows?.SourceFile == culprit.SourceFile)
                .Select(static definition => TextProjection.OriginOf(definition!))
                .FirstOrDefault();
            failures.Add(text?.GetText(cancellationToken) is { } content
                ? new StageFailure(text.Path, culprit.Message)
                {
                    Span = new DefinitionPlaces(new SourceFile(text.Path, culprit.SourceFile, culprit.Kind, content.ToString()))
                        .Find(culprit.Position, [Tables.Identity(culprit.Kind)]),
                }
                : new StageFailure(null, culprit.Message));
        }

        return failures.ToEquatableArray();
    }
}
