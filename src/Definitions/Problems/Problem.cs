using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Problems;

/// <summary>A rule that is broken, and where.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Path">The file, as handed to the reader.</param>
/// <param name="Span">The offending word.</param>
/// <param name="Message">One line: the cause with the offending value, what was expected, and the likely fix.</param>
/// <param name="Related">Other places that take part, such as the first of two duplicates.</param>
public sealed record Problem(Rule Rule, string Path, SourceSpan Span, string Message, EquatableArray<RelatedPlace> Related = default)
{
    /// <summary>What is wrong, why, and the way out: one line, whatever stands in the words of a definition that it repeats.</summary>
    public string Message { get; } = OneLine(Message);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Path}({Span.StartLine + 1},{Span.StartColumn + 1}): {Rule.Level.ToString().ToLowerInvariant()} {Rule.Id}: {Message}";

    private static string OneLine(string text)
    {
        foreach (char character in text)
        {
            if (char.IsControl(character))
            {
                return new string([.. text.Select(static one => char.IsControl(one) ? ' ' : one)]);
            }
        }

        return text;
    }
}

/// <summary>Another place that takes part in a problem.</summary>
/// <param name="Path">The file.</param>
/// <param name="Span">The place in it.</param>
public sealed record RelatedPlace(string Path, SourceSpan Span);
