using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Problems;

namespace ServicePing.Generators.Inputs;

/// <summary>Places in C#.</summary>
internal static class SourcePlace
{
    /// <summary>A place in C#, in the terms of the rules.</summary>
    public static RelatedPlace Of(Location location)
    {
        FileLinePositionSpan lines = location.GetLineSpan();
        return new RelatedPlace(lines.Path, new SourceSpan(
            location.SourceSpan.Start, location.SourceSpan.Length,
            lines.StartLinePosition.Line, lines.StartLinePosition.Character,
            lines.EndLinePosition.Line, lines.EndLinePosition.Character));
    }
}
