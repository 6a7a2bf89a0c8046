using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads one definition file. Never throws on bad text: what cannot be read becomes a problem with its place.</summary>
public static class DefinitionReader
{
    /// <summary>Reads a file.</summary>
    public static ReadFile Read(SourceFile file, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ReadFile(file, new DefinitionFile(), []);
    }
}

/// <summary>What was read from one file: its meaning, and what is wrong with it.</summary>
/// <param name="File">The file.</param>
/// <param name="Meaning">What the definitions say; readable parts of a broken file are in it.</param>
/// <param name="Problems">Everything that this file alone does wrong, in the order of the text.</param>
public sealed record ReadFile(SourceFile File, DefinitionFile Meaning, EquatableArray<Problem> Problems);
