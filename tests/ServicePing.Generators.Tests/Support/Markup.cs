using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ServicePing.Generators.Tests.Support;

/// <summary>A text in which <c>{|SP0002:word|}</c> says that a rule is broken at that word.</summary>
internal sealed partial record Markup(string Text, IReadOnlyList<(string Id, TextSpan Span)> Expected)
{
    public static Markup Parse(string marked)
    {
        StringBuilder text = new();
        List<(string, TextSpan)> expected = [];
        int position = 0;
        foreach (Match match in Mark().Matches(marked))
        {
            text.Append(marked, position, match.Index - position);
            expected.Add((match.Groups["id"].Value, new TextSpan(text.Length, match.Groups["word"].Length)));
            text.Append(match.Groups["word"].Value);
            position = match.Index + match.Length;
        }

        return new Markup(text.Append(marked, position, marked.Length - position).ToString(), expected);
    }

    /// <summary>The diagnostics are the marked ones, each once and in its place.</summary>
    public void Matches(IEnumerable<Diagnostic> diagnostics) => Assert.Equal(
        Expected.OrderBy(one => one.Span).Select(one => $"{one.Id} '{Text.Substring(one.Span.Start, one.Span.Length)}' {one.Span}"),
        diagnostics.OrderBy(one => one.Location.SourceSpan)
            .Select(one => $"{one.Id} '{Cut(one.Location.SourceSpan)}' {one.Location.SourceSpan}"));

    private string Cut(TextSpan span) => span.End <= Text.Length ? Text.Substring(span.Start, span.Length) : "?";

    [GeneratedRegex(@"\{\|(?<id>SP\d{4}):(?<word>.*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
