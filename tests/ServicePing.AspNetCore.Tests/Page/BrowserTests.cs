using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ServicePing.Tests;

namespace ServicePing.AspNetCore.Tests;

/// <summary>The administrator's page in a real browser.</summary>
public sealed class BrowserTests(BrowserHost browser) : IClassFixture<BrowserHost>
{
    private static readonly AxeRunOptions Colours = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    [Fact]
    public async Task No_page_shuts_anybody_out_in_light_and_dark_nor_is_wider_than_a_phone()
    {
        await using IBrowserContext desk = await browser.SignInAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        await using IBrowserContext phone = await browser.SignInAsync(new() { ViewportSize = new() { Width = 320, Height = 640 } });
        IPage wide = await desk.NewPageAsync();
        IPage narrow = await phone.NewPageAsync();
        List<string> refusals = Refusals(wide);
        await browser.ComputeAsync(wide);
        List<string> found = [];
        foreach (string path in BrowserHost.Pages)
        {
            await wide.GotoAsync($"{browser.Root}/{path}");
            await wide.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            found.AddRange(Told(path, await wide.RunAxe()));
            await ShootAsync(wide, path, "desktop");

            // Nothing but colours is otherwise in the dark.
            await wide.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            found.AddRange(Told($"{path} in the dark", await wide.RunAxe(Colours)));

            // These have every piece that there is.
            bool isShown = path is "" or "settings" or "report" or "sent" or "stop";
            if (isShown)
            {
                await ShootAsync(wide, path, "dark");
            }

            await narrow.GotoAsync($"{browser.Root}/{path}");
            int width = await narrow.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > 320)
            {
                found.Add($"{path} is {width} pixels wide on a phone");
            }

            if (isShown)
            {
                await ShootAsync(narrow, path, "phone");
            }
        }

        await wide.GotoAsync(browser.Root);
        await wide.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ColorScheme = ColorScheme.Dark });
        await ShootAsync(wide, "", "forced-colors");
        Assert.Empty(found);
        Assert.Empty(refusals);
    }

    [Theory]
    [InlineData("index.html")]
    [InlineData("metrics/index.html")]
    [InlineData("metrics/settings.secret/index.html")]
    [InlineData("events/create_issue/index.html")]
    [InlineData("expiries/index.html")]
    public async Task The_dictionary_shuts_nobody_out_and_is_read_on_a_phone_in_the_dark_on_paper_and_without_a_script(string path)
    {
        string address = $"{browser.Root}/dictionary/{path}";
        string name = $"dictionary-{path.Replace("/index.html", "", StringComparison.Ordinal).Replace('/', '-')}";
        await using IBrowserContext desk = await browser.SignInAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        await using IBrowserContext phone = await browser.SignInAsync(new() { ViewportSize = new() { Width = 320, Height = 640 }, JavaScriptEnabled = false });
        IPage wide = await desk.NewPageAsync();
        IPage narrow = await phone.NewPageAsync();
        List<string> refusals = Refusals(narrow);

        await wide.GotoAsync(address);
        List<string> found = [.. Told(path, await wide.RunAxe())];
        await ShootAsync(wide, name, "desktop");
        await wide.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        found.AddRange(Told($"{path} in the dark", await wide.RunAxe(Colours)));
        await ShootAsync(wide, name, "dark");
        await wide.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Light });
        await ShootAsync(wide, name, "print");
        Assert.False(await wide.Locator("nav").IsVisibleAsync());
        Assert.Equal(0, await wide.Locator("button:visible").CountAsync());

        await narrow.GotoAsync(address);
        await ShootAsync(narrow, name, "phone-no-script");
        Assert.InRange(await narrow.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 320);
        Assert.Empty(found);
        Assert.Empty(refusals);
    }

    [Fact]
    public async Task Without_a_script_a_preview_is_computed_and_a_ping_is_sent_by_pages_that_load_again()
    {
        await using IBrowserContext context = await browser.SignInAsync(new() { JavaScriptEnabled = false });
        IPage page = await context.NewPageAsync();
        await browser.ComputeAsync(page);
        Assert.False(await page.GetByText("Open all").IsVisibleAsync());

        await page.GotoAsync($"{browser.Root}/send");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send now" }).ClickAsync();
        await page.Locator(".notice.good").WaitForAsync();
    }

    [Fact]
    public async Task With_a_script_progress_is_live_and_the_tree_narrows_while_one_types()
    {
        await using IBrowserContext context = await browser.SignInAsync();
        IPage page = await context.NewPageAsync();
        List<string> refusals = Refusals(page);
        await page.GotoAsync($"{browser.Root}/send");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send now" }).ClickAsync();
        await page.Locator(".notice.good").WaitForAsync();

        await browser.ComputeAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open all" }).ClickAsync();
        Assert.Equal(0, await page.Locator("details:not([open])").CountAsync());
        await page.GetByRole(AriaRole.Searchbox).FillAsync("settings.secret");
        await page.Locator("li[data-path='settings.secret']").WaitForAsync();
        Assert.Equal(1, await page.Locator("li[data-path]:visible").CountAsync());
        Assert.Empty(refusals);
    }

    private static IEnumerable<string> Told(string where, AxeResult result) => result.Violations.Select(one =>
        $"{where}: {one.Id} {one.Help} {string.Join(' ', one.Nodes.Select(node => node.Html).Take(3))}");

    /// <summary>What the browser says it has refused, and errors of the script.</summary>
    private static List<string> Refusals(IPage page)
    {
        List<string> refusals = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                refusals.Add(message.Text);
            }
        };
        page.PageError += (_, error) => refusals.Add(error);
        return refusals;
    }

    private static async Task ShootAsync(IPage page, string path, string look) => await page.ScreenshotAsync(new()
    {
        Path = Repository.PathOf("artifacts", "screenshots", $"{(path.Length == 0 ? "overview" : path.Replace('/', '-'))}-{look}.png"),
        FullPage = true,
    });
}
