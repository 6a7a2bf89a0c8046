using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary>How pages look to people, with a picture of each.</summary>
/// <param name="site">The pages.</param>
/// <param name="pictures">The folder of their pictures.</param>
internal sealed class PageLook(BrowsedFolder site, string pictures)
{
    private static readonly AxeRunOptions Colours = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    /// <summary>No page shuts anybody out, in light and dark, nor is wider than a phone.</summary>
    internal async Task AssertIsForAllAsync(IReadOnlyList<string> pages)
    {
        // What looks at the wide one fetches its style sheets once more, which no page permits.
        (IPage wide, _) = await site.OpenAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        (IPage narrow, List<string> refusals) = await site.OpenAsync(new() { ViewportSize = new() { Width = 320, Height = 640 } });
        List<string> found = [];
        foreach (string path in pages)
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

        Assert.Empty(found);
        Assert.Empty(refusals);
    }

    /// <summary>On paper there is nothing to be clicked.</summary>
    internal async Task AssertPrintsWithoutNavigationAsync(string path)
    {
        (IPage page, _) = await site.OpenAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        await page.GotoAsync(site[path]);
        Assert.True(await page.Locator("nav").IsVisibleAsync());
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Light });
        Assert.False(await page.Locator("nav").IsVisibleAsync());
        await ShootAsync(page, path, "print");
        await page.PdfAsync(new() { Path = PictureOf(path, "print.pdf"), Format = "A4" });
    }

    internal async Task ShootAsync(IPage page, string path, string look) => await page.ScreenshotAsync(new()
    {
        Path = PictureOf(path, look + ".png"),
        FullPage = true,
    });

    private string PictureOf(string path, string look) =>
        Repository.PathOf("artifacts", "screenshots", pictures, $"{(path.Length == 0 ? "overview" : path.Replace('/', '-'))}-{look}");

    private static IEnumerable<string> Told(string where, AxeResult result) => result.Violations.Select(one =>
        $"{where}: {one.Id} {one.Help} {string.Join(' ', one.Nodes.Select(node => node.Html).Take(3))}");
}
