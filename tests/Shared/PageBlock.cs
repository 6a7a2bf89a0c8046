using System.Text.RegularExpressions;

namespace ServicePing.Tests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">What the fence says, such as <c>yaml</c>; empty where it says nothing.</param>
/// <param name="Path">The file that the first line names in a comment; null where it names none.</param>
/// <param name="Text">The block as it stands, its first line included.</param>
internal sealed partial record PageBlock(string Language, string? Path, string Text)
{
    /// <summary>Those of a page below <c>docs</c>, in order.</summary>
    internal static IReadOnlyList<PageBlock> OfPage(string page) => Of(File.ReadAllText(Repository.PathOf("docs", page)));

    /// <summary>Those of a text of Markdown, in order.</summary>
    internal static IReadOnlyList<PageBlock> Of(string markdown) =>
    [
        .. Fence().Matches(markdown).Select(block => new PageBlock(
            block.Groups["language"].Value,
            block.Groups["path"] is { Success: true, Value: string path } ? path : null,
            block.Groups["text"].Value)),
    ];

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>(?:(?:#|//|--|<!--) (?<path>[\w./-]+\.\w+)(?: -->)?\n)?.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
