using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Pages;

/// <summary>Nobody who reads a page is led to where nothing is.</summary>
public sealed class PageLinkTests
{
    [Fact]
    public void Every_link_of_a_page_leads_to_a_file_and_a_heading_that_are_there() =>
        Assert.Empty(Pages().SelectMany(page => DeadLinks(page, File.ReadAllText(Repository.PathOf(page)))));

    [Fact]
    public void A_link_to_no_file_or_no_heading_is_found() => Assert.Equal(
        ["docs/tool.md: gone.md", "docs/tool.md: ../README.md", "docs/tool.md: language.md#gone", "docs/tool.md: #gone"],
        DeadLinks("docs/tool.md", "# Here\n[a](gone.md) [out](../README.md) [b](language.md#gone) [c](#gone) [d](#here) [e](rules/README.md) `[f](code)` [`g`](language.md#metrics)"));

    [Fact]
    public void Anchors_are_those_of_code_hosts() => Assert.Equal(
        ["events", "events-1", "1-say-where-things-are", "what-is-kept"],
        PageLinks.Anchors("## `events`\n# Events\n## 1. Say where things are\n```\n# no heading\n```\n### What is [kept](storage.md)?\n"));

    /// <summary>The rules have an index of their own.</summary>
    [Fact]
    public void Every_page_is_in_the_list_of_all() => Assert.Equal(
        Pages().Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && page != "docs/README.md" && !page.StartsWith("docs/rules/SP", StringComparison.Ordinal)),
        PageLinks.Targets(File.ReadAllText(Repository.PathOf("docs", "README.md"))).Select(target => $"docs/{target}").Order(StringComparer.Ordinal));

    private static IEnumerable<string> DeadLinks(string page, string markdown)
    {
        string folder = Path.GetDirectoryName(Repository.PathOf(page))!;
        foreach (string target in PageLinks.Targets(markdown).Where(target => !target.StartsWith("http", StringComparison.Ordinal)))
        {
            string[] parts = target.Split('#', 2);
            string file = Path.GetFullPath(Path.Combine(folder, parts[0]));
            // The pages travel with the packages, without what lies around them.
            bool isPacked = page.StartsWith("docs/", StringComparison.Ordinal);
            bool isThere = parts[0].Length == 0
                ? PageLinks.Anchors(markdown).Contains(parts[1])
                : (File.Exists(file) || Directory.Exists(file))
                    && (!isPacked || file.StartsWith(Repository.PathOf("docs") + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                    && (parts.Length == 1 || PageLinks.Anchors(File.ReadAllText(file)).Contains(parts[1]));
            if (!isThere)
            {
                yield return $"{page}: {target}";
            }
        }
    }

    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))
        .Select(page => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
}
