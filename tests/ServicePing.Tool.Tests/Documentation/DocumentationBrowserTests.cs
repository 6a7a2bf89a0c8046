using Microsoft.Playwright;

namespace ServicePing.Tool.Tests.Documentation;

/// <summary>The pages in a real browser, opened from a disk.</summary>
public sealed class DocumentationBrowserTests(BrowsedDocumentation site) : IClassFixture<BrowsedDocumentation>
{
    private readonly PageLook _look = new(site, "documentation");

    // Long tables, code, drawings, lists, a rule, an index.
    private static readonly string[] Kinds =
        ["", "getting-started", "concepts", "how-to", "how-to/aggregate", "language", "configuration", "architecture", "wire", "rules", "rules/SP0005"];

    [Fact]
    public async Task No_page_shuts_anybody_out_in_light_and_dark_nor_is_wider_than_a_phone()
    {
        await _look.AssertIsForAllAsync(Kinds);
        await _look.AssertPrintsWithoutNavigationAsync("how-to/aggregate");
    }

    [Fact]
    public async Task One_goes_from_page_to_page_without_a_script()
    {
        (IPage page, _) = await site.OpenAsync(new() { JavaScriptEnabled = false });
        await page.GotoAsync(site[""]);
        await page.GetByRole(AriaRole.Navigation).GetByText("From an empty folder to a sent ping", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Main).GetByText("counters.md", new() { Exact = true }).ClickAsync();

        Assert.Equal("Counters", await page.Locator("h1").TextContentAsync());
        Assert.EndsWith("counters/index.html#the-week-that-is-running", page.Url, StringComparison.Ordinal);
    }
}
