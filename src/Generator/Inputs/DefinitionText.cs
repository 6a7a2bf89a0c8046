using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Inputs;

/// <summary>Reads one definition file.</summary>
internal static class DefinitionText
{
    /// <summary>A file's meaning, and its positions where the options ask for them; null for a file that is no definition.</summary>
    public static ReadText? Read(AdditionalText text, ReadingOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return Read(text, options.Inputs, cancellationToken) is { } read
                ? new ReadText(new ReadDefinition(read.Meaning, null), options.WithPositions ? read : null)
                : null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new ReadText(new ReadDefinition(new DefinitionFile(), new StageFailure(text.Path, exception.Message)), null);
        }
    }

    /// <summary>The meaning of a file and its problems; null for a file that is no definition.</summary>
    public static ReadFile? Read(AdditionalText text, DefinitionInputs inputs, CancellationToken cancellationToken) =>
        inputs.Find(text.Path) is { } place && text.GetText(cancellationToken) is { } content
            ? Read(text.Path, place, content, cancellationToken)
            : null;

    /// <summary>The meaning of a text and its problems.</summary>
    public static ReadFile Read(string path, DefinitionPlace place, SourceText text, CancellationToken cancellationToken) =>
        DefinitionReader.Read(new SourceFile(path, place.RelativePath, place.Kind, text.ToString()), cancellationToken);
}
