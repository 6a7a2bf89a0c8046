using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests.Documentation;

/// <summary>The pages in a real browser, opened from a disk.</summary>
public sealed class DocumentationBrowserTests(BrowsedDocumentation site) : IClassFixture<BrowsedDocumentation>
{
    private static readonly AxeRunOptions Colours = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    // Long tables, code, drawings, lists, a rule, an index.
    private static readonly string[] Kinds =
        ["", "getting-started", "concepts", "how-to", "how-to/aggregate", "language", "configuration", "architecture", "wire", "rules", "rules/SP0005"];

    [Fact]
    public async Task No_page_shuts_anybody_out_in_light_and_dark_nor_is_wider_than_a_phone()
    {
        // What looks at the wide one fetches its style sheets once more, which no page permits.
        (IPage wide, _) = await site.OpenAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        (IPage narrow, List<string> refusals) = await site.OpenAsync(new() { ViewportSize = new() { Width = 320, Height = 640 } });
        List<string> found = [];
        foreach (string path in Kinds)
        {
            await wide.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await wide.GotoAsync(site[path]);
            found.AddRange(Told(path, await wide.RunAxe()));
            await ShootAsync(wide, path, "desktop");
            await wide.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            found.AddRange(Told($"{path} in the dark", await wide.RunAxe(Colours)));
            await ShootAsync(wide, path, "dark");
            await narrow.GotoAsync(site[path]);
            int width = await narrow.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > 320)
            {
                found.Add($"{path} is {width} pixels wide on a phone");
            }

            await ShootAsync(narrow, path, "phone");
        }

        await wide.GotoAsync(site["how-to/aggregate"]);
        await wide.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Light });
        Assert.False(await wide.Locator("nav").IsVisibleAsync());
        await ShootAsync(wide, "how-to/aggregate", "print");
        Assert.Empty(found);
        Assert.Empty(refusals);
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

    private static IEnumerable<string> Told(string where, AxeResult result) => result.Violations.Select(one =>
        $"{where}: {one.Id} {one.Help} {string.Join(' ', one.Nodes.Select(node => node.Html).Take(3))}");

    private static async Task ShootAsync(IPage page, string path, string look) => await page.ScreenshotAsync(new()
    {
        Path = Repository.PathOf("artifacts", "screenshots", "documentation", $"{(path.Length == 0 ? "overview" : path.Replace('/', '-'))}-{look}.png"),
        FullPage = true,
    });
}
