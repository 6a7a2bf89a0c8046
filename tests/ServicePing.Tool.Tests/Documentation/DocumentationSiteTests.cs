using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ServicePing.Dictionary;
using ServicePing.Tests;
using ServicePing.Tool.Documentation;

namespace ServicePing.Tool.Tests.Documentation;

/// <summary>The pages of the repository as a site.</summary>
public sealed class DocumentationSiteTests
{
    private static readonly IReadOnlyDictionary<string, string> Texts = DocumentationFolder.Read(Repository.PathOf("docs"));

    private static readonly Dictionary<string, IDocument> Pages = Parsed(Texts);

    [Fact]
    public void Every_page_has_its_place_and_its_title()
    {
        Assert.Equal(Texts.Count, Pages.Count);
        Assert.Equal("Documentation", Title("index.html"));
        Assert.Equal("From an empty folder to a sent ping", Title("getting-started/index.html"));
        Assert.Equal("How to", Title("how-to/index.html"));
        Assert.StartsWith("SP0001: ", Title("rules/SP0001/index.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_link_and_no_anchor_is_dead()
    {
        Assert.Empty(DeadLinks(Pages));
        Assert.True(Pages.Values.Sum(page => page.QuerySelectorAll("main a").Length) > 250);
    }

    [Fact]
    public void A_link_to_no_anchor_is_found_and_one_to_no_page_is_left_as_text()
    {
        Dictionary<string, IDocument> pages = Parsed(new Dictionary<string, string>
        {
            ["README.md"] = "# All\n\n## Begin\n- [A](a.md)\n",
            ["a.md"] = "# A\n[here](#gone), [there](../README.md#add) and [home](README.md#begin)\n",
        });

        Assert.Equal(["a/index.html: #gone"], DeadLinks(pages));
        Assert.Equal("here, there and home", pages["a/index.html"].QuerySelector("main p")!.TextContent);
        Assert.Equal(["#gone", "../index.html#begin"], pages["a/index.html"].QuerySelectorAll("main p a").Select(link => link.GetAttribute("href")));
    }

    /// <summary>What Markdown marks would stand there if it was read otherwise than it was meant.</summary>
    [Fact]
    public void No_mark_of_Markdown_is_left() => Assert.Empty(
        from page in Pages
        from part in page.Value.QuerySelectorAll("main p, main li, main td, main th, main h2, main h3")
        let text = string.Concat(part.ChildNodes.OfType<IText>().Select(node => node.Data))
        where text.Contains("**", StringComparison.Ordinal) || text.Contains('`') || text.Contains("](", StringComparison.Ordinal) || text.StartsWith('|')
        select $"{page.Key}: {text}");

    [Fact]
    public void HTML_in_a_page_is_text()
    {
        Dictionary<string, IDocument> pages = Parsed(new Dictionary<string, string>
        {
            ["README.md"] = "# <b>All</b>\n\n<script>alert(1)</script>\n\n| <i>a</i> |\n|---|\n| `<u>` [x](javascript:alert(1)) |\n",
        });

        IDocument page = pages["index.html"];
        Assert.Equal("<b>All</b>", Title("index.html", pages));
        Assert.Empty(page.QuerySelectorAll("main script, main b, main i, main u, main a"));
        Assert.Contains("<script>alert(1)</script>", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_is_current_in_the_navigation_and_a_rule_is_under_the_rules()
    {
        Assert.Equal("Counters", Current("counters/index.html"));
        Assert.Equal("Rules", Current("rules/SP0005/index.html"));
    }

    [Fact]
    public async Task The_command_writes_the_pages_that_came_along()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-docs-");
        try
        {
            ProgramRun run = await ToolRun.Of(folder.FullName, "docs", "--site", "site");

            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.Matches(@"^site/index\.html is written, with \d+ files beside it\n$", run.Output);
            string page = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "site", "how-to", "removing", "index.html"));
            Assert.Contains($"""<meta http-equiv="Content-Security-Policy" content="{DictionarySite.Policy.Replace("'", "&#39;", StringComparison.Ordinal)}">""", page, StringComparison.Ordinal);
            Assert.Equal(2, (await ToolRun.Of(folder.FullName, "docs")).ExitCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Title(string file) => Title(file, Pages);

    private static string Title(string file, Dictionary<string, IDocument> pages) => pages[file].QuerySelector("h1")!.TextContent;

    private static string? Current(string file) => Pages[file].QuerySelector("nav a[aria-current]")?.TextContent;

    private static IEnumerable<string> DeadLinks(Dictionary<string, IDocument> pages)
    {
        foreach ((string file, IDocument page) in pages)
        {
            foreach (string link in page.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!))
            {
                Uri target = new(new Uri("site:///" + file), link);
                if (target.Scheme == "site"
                    && !(pages.TryGetValue(target.AbsolutePath.TrimStart('/'), out IDocument? there)
                        && (target.Fragment.Length == 0 || there.GetElementById(Uri.UnescapeDataString(target.Fragment[1..])) is not null)))
                {
                    yield return $"{file}: {link}";
                }
            }
        }
    }

    private static Dictionary<string, IDocument> Parsed(IReadOnlyDictionary<string, string> texts) => DocumentationSite.Files(texts, "1.0")
        .Where(file => file.Path.EndsWith(".html", StringComparison.Ordinal))
        .ToDictionary(
            file => file.Path,
            file => (IDocument)new HtmlParser().ParseDocument(Encoding.UTF8.GetString(file.Bytes().Span)),
            StringComparer.Ordinal);
}
