using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ServicePing.Pages.Tests;

/// <summary>A template of HTML in a source: text, and holes between it.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Parts">The parts; a hole has a format or none, and is no text.</param>
internal sealed record Template(string Place, IReadOnlyList<TemplatePart> Parts)
{
    /// <summary>The templates of a source: what is handed to a writer, and every other interpolated string with markup in it.</summary>
    internal static IEnumerable<Template> Of(string source, string file) =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot().DescendantNodes()
            .OfType<InterpolatedStringExpressionSyntax>()
            .Where(text => IsWritten(text) || HasMarkup(text))
            .Select(text => new Template(
                $"{file}:{text.GetLocation().GetLineSpan().StartLinePosition.Line + 1}",
                [.. text.Contents.Select(Part)]));

    private static bool IsWritten(InterpolatedStringExpressionSyntax text) =>
        text.Parent?.Parent?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call }
        && call.Name.Identifier.Text == "Write"
        && call.Expression.ToString() == "html";

    private static bool HasMarkup(InterpolatedStringExpressionSyntax text)
    {
        string literal = string.Concat(text.Contents.OfType<InterpolatedStringTextSyntax>());
        return literal.Index().Any(one =>
            one.Item == '<'
            && one.Index + 1 < literal.Length
            && (char.IsAsciiLetter(literal[one.Index + 1]) || literal[one.Index + 1] is '/' or '!'));
    }

    private static TemplatePart Part(InterpolatedStringContentSyntax content) => content is InterpolationSyntax hole
        ? new TemplatePart(null, hole.Expression.ToString(), hole.FormatClause?.FormatStringToken.ValueText)
        : new TemplatePart(((InterpolatedStringTextSyntax)content).TextToken.ValueText, null, null);
}

/// <summary>A part of a template.</summary>
/// <param name="Markup">Text of the source; null for a hole.</param>
/// <param name="Hole">What fills the hole.</param>
/// <param name="Format">The format of the hole.</param>
internal sealed record TemplatePart(string? Markup, string? Hole, string? Format);
