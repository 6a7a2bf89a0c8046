using System.Text.RegularExpressions;

namespace ServicePing.Tests;

/// <summary>The headings and links of a page of Markdown, as code hosts make anchors of them.</summary>
internal static partial class PageLinks
{
    /// <summary>What a link may point to within the page.</summary>
    internal static IReadOnlySet<string> Anchors(string markdown)
    {
        HashSet<string> anchors = new(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(Fence().Replace(markdown, "")))
        {
            string name = NoWord().Replace(Link().Replace(heading.Groups[1].Value, "$1").Trim().ToLowerInvariant(), "").Replace(' ', '-');
            string anchor = name;
            for (int i = 1; !anchors.Add(anchor); i++)
            {
                anchor = $"{name}-{i}";
            }
        }

        return anchors;
    }

    /// <summary>Where the page's links point to, as they are written.</summary>
    internal static IEnumerable<string> Targets(string markdown) =>
        Link().Matches(Code().Replace(Fence().Replace(markdown, ""), "")).Select(link => link.Groups[2].Value);

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]*`(?!\\])")]
    private static partial Regex Code();
}
