using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Embedding;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Schema.Objects;
using ServicePing.Definitions.Schema.Scripts;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Divides what stands in a file among those who need it.</summary>
internal static class TextProjection
{
    /// <summary>Where a definition comes from, for the rare case that its place must be found again.</summary>
    private static readonly ConditionalWeakTable<ReadDefinition, AdditionalText> Origins = new();

    /// <summary>The ready-made set that compares the database with its schema.</summary>
    private const string ComparedSchema = "schema";

    /// <summary>
    /// A file's meaning, and its positions where the options ask for them; the words of a view, and null for a file that has nothing to do with
    /// metrics.
    /// </summary>
    public static ReadText? Of(AdditionalText text, ReadingOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (ViewFile.Is(text))
            {
                return new ReadText(null, null) { View = ViewFile.Words(text, cancellationToken) };
            }

            if (DefinitionText.Read(text, options, cancellationToken) is not { } read)
            {
                return ReadBeside(text, options, cancellationToken);
            }

            ReadDefinition definition = new(
                PlanInput.Of(read.Meaning), WordsProjection.OfFile(read.Meaning, options.Words), CatalogueEncoder.Rows(read.Meaning), null);
            Origins.Add(definition, text);
            return new ReadText(definition, options.WithPositions ? read : null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new ReadText(
                new ReadDefinition(new DefinitionFile(), new FileWords([], []), null, new StageFailure(text.Path, exception.Message)), null);
        }
    }

    /// <summary>The file that was read.</summary>
    public static AdditionalText? OriginOf(ReadDefinition definition) =>
        Origins.TryGetValue(definition, out AdditionalText? text) ? text : null;

    private static ReadText? ReadBeside(AdditionalText text, ReadingOptions options, CancellationToken cancellationToken)
    {
        string? Content() => text.GetText(cancellationToken)?.ToString();
        bool isCompared = options.Words.ReadyMade.Contains(ComparedSchema);
        if (options.Inputs.IsSchema(text.Path))
        {
            return (options.WithPositions || isCompared) && Content() is { } sql
                ? new ReadText(null, null)
                {
                    Schema = options.WithPositions ? SchemaReader.Read(sql, text.Path) : null,
                    SchemaObjects = isCompared ? DeclaredObjects.Read(sql).ToText() : null,
                }
                : null;
        }

        return options.WithPositions && options.Inputs.IsLockfile(text.Path) && Content() is { } locked
            ? new ReadText(null, null) { Lockfile = LockfileReader.Read(text.Path, locked) }
            : null;
    }
}
