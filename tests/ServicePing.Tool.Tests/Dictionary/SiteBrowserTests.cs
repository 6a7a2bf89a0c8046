using Microsoft.Playwright;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>The site in a real browser, opened from a disk.</summary>
public sealed class SiteBrowserTests(BrowsedSite site) : IClassFixture<BrowsedSite>
{
    private readonly PageLook _look = new(site, "dictionary");

    // Every kind of page.
    private static readonly string[] Kinds =
    [
        "", "metrics", "metrics/counts.authors", "metrics/counts.joined", "metrics/counts.sum", "metrics/counts.old", "metrics/counts.creators_monthly",
        "events", "events/create_issue", "known-events", "known-events/g_compliance_view", "aggregates/compliance_users", "tables", "tables/issues", "owners",
        "owners/planning", "categories", "privacy", "privacy/optional", "releases", "releases/1.2", "expiries", "removed", "by/source/database",
    ];

    [Fact]
    public async Task No_page_shuts_anybody_out_in_light_and_dark_nor_is_wider_than_a_phone()
    {
        await _look.AssertIsForAllAsync(Kinds);
        await _look.AssertPrintsWithoutNavigationAsync("metrics/counts.authors");
    }

    [Fact]
    public async Task One_searches_from_the_first_page_by_words_prefixes_and_negation()
    {
        (IPage page, List<string> refusals) = await site.OpenAsync();
        await page.GotoAsync(site[""]);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("table:issues");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();

        Assert.Equal(
            ["counts.authors", "counts.issues", "counts.issues_monthly", "counts.issues_weekly", "counts.joined"], await NamesAsync(page));
        Assert.Equal(["counts.issues_weekly"], await SearchAsync(page, "table:issues time:7d"));
        Assert.Equal(["counts.authors", "counts.joined"], await SearchAsync(page, "table:issues -name:counts.issues"));
        Assert.Equal(["settings.seats"], await SearchAsync(page, "source:license owner:planning"));
        Assert.Equal(["counts.broken"], await SearchAsync(page, "-status:active"));
        Assert.Equal(["counts.old"], await SearchAsync(page, "status:removed"));
        Assert.Equal(["create_issue"], await SearchAsync(page, "kind:event"));
        Assert.Equal(["counts.joined"], await SearchAsync(page, "\"what counts.joined\""));
        Assert.Equal([], await SearchAsync(page, "nothing has this"));
        Assert.Equal(["counts.created_monthly", "counts.created_weekly", "counts.creators_monthly", "create_issue"], await SearchAsync(page, "event:create_issue"));
        Assert.Empty(refusals);
    }

    [Fact]
    public async Task What_is_searched_stands_in_the_address_and_the_back_button_undoes_it()
    {
        (IPage page, List<string> refusals) = await site.OpenAsync();
        await page.GotoAsync(site["metrics"] + "?q=" + Uri.EscapeDataString("source:database status:any"));
        Assert.Contains("counts.old", await NamesAsync(page));

        await page.GetByRole(AriaRole.Checkbox, new() { Name = "28d" }).CheckAsync();
        await WaitAsync(page, "source:database status:any time:28d");
        Assert.Contains("time%3A28d", page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("counts.old", await NamesAsync(page));

        await page.GoBackAsync();
        await WaitAsync(page, "source:database status:any");
        Assert.Contains("counts.old", await NamesAsync(page));
        Assert.False(await page.GetByRole(AriaRole.Checkbox, new() { Name = "28d" }).IsCheckedAsync());

        // A result is a page like any other, from which one comes back to what was found.
        await page.Locator("[data-hits] a").First.ClickAsync();
        await page.Locator("#sql").WaitForAsync();
        await page.GoBackAsync();
        await WaitAsync(page, "source:database status:any");
        Assert.Contains("counts.old", await NamesAsync(page));
        Assert.Empty(refusals);
    }

    [Fact]
    public async Task Facets_count_what_is_found_and_removed_metrics_are_hidden_with_their_number()
    {
        (IPage page, _) = await site.OpenAsync();
        await page.GotoAsync(site["metrics"]);
        await WaitAsync(page, "");

        Assert.Contains("1 removed one is not shown: show", await page.Locator("[data-status]").TextContentAsync(), StringComparison.Ordinal);
        string owners = await page.Locator("[data-facets] fieldset").Filter(new() { HasText = "Owner" }).InnerTextAsync();
        Assert.Contains("growth\n120", owners.Replace("\n\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(50, (await NamesAsync(page)).Count);
        await page.GetByRole(AriaRole.Button, new() { Name = "show", Exact = true }).ClickAsync();
        await WaitAsync(page, "status:any");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("counts.old status:any");
        await WaitAsync(page, "counts.old status:any");
        Assert.Equal(["counts.old"], await NamesAsync(page));
    }

    [Fact]
    public async Task A_long_list_goes_on_by_links_whose_addresses_show_as_much_again()
    {
        (IPage page, List<string> refusals) = await site.OpenAsync();
        await page.GotoAsync(site["metrics"] + "?q=counts.many");
        await WaitAsync(page, "counts.many");
        Assert.Equal(50, (await NamesAsync(page)).Count);

        await page.GetByRole(AriaRole.Link, new() { Name = "Show 50 more" }).ClickAsync();
        Assert.Equal(100, (await NamesAsync(page)).Count);
        Assert.Equal("counts.many_30", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        Assert.EndsWith("?q=counts.many&shown=100", page.Url, StringComparison.Ordinal);
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "Show 50 more" }).CountAsync());

        await page.GetByRole(AriaRole.Link, new() { Name = "counts.many_70" }).ClickAsync();
        await page.Locator("#sql").WaitForAsync();
        await page.GoBackAsync();
        await WaitAsync(page, "counts.many");
        Assert.Equal(100, (await NamesAsync(page)).Count);

        await page.GetByRole(AriaRole.Link, new() { Name = "Show all 120" }).ClickAsync();
        Assert.Equal(120, (await NamesAsync(page)).Count);
        await page.GoBackAsync();
        await page.Locator("[data-hits] li").Nth(100).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal(100, (await NamesAsync(page)).Count);

        await page.GetByRole(AriaRole.Searchbox).FillAsync("counts.many_1");
        await WaitAsync(page, "counts.many_1");
        Assert.EndsWith("?q=counts.many_1", page.Url, StringComparison.Ordinal);
        Assert.Empty(refusals);
    }

    [Fact]
    public async Task On_paper_stands_what_is_folded_on_the_screen_and_nothing_that_is_for_hands()
    {
        (IPage page, _) = await site.OpenAsync();
        await page.GotoAsync(site["metrics/counts.authors"]);
        Assert.False(await page.GetByText("key_path: counts.authors").IsVisibleAsync());
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await page.GetByText("key_path: counts.authors").IsVisibleAsync());

        await page.GotoAsync(site["metrics"]);
        await WaitAsync(page, "");
        Assert.False(await page.Locator("#search-help").IsVisibleAsync());
        Assert.False(await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Show all") }).IsVisibleAsync());
        Assert.Equal(0, await page.Locator("button:visible, input:visible").CountAsync());
    }

    [Fact]
    public async Task Without_a_script_everything_is_reached_by_links()
    {
        (IPage page, _) = await site.OpenAsync(new() { JavaScriptEnabled = false });
        await page.GotoAsync(site[""]);
        Assert.False(await page.GetByRole(AriaRole.Searchbox).IsVisibleAsync());

        await page.GetByRole(AriaRole.Navigation).GetByText("Metrics", new() { Exact = true }).ClickAsync();
        await _look.ShootAsync(page, "metrics", "no-script");
        Assert.False(await page.GetByRole(AriaRole.Searchbox).IsVisibleAsync());
        Assert.True(await page.GetByRole(AriaRole.Link, new() { Name = "counts.many_59" }).IsVisibleAsync());
        await page.GetByText("28d", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "counts.authors" }).ClickAsync();
        await page.Locator("#lineage .steps-tree").GetByText("issues", new() { Exact = true }).ClickAsync();
        Assert.Equal("issues", await page.Locator("h1").TextContentAsync());
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Navigation).GetByText("Metrics", new() { Exact = true }).ClickAsync();
        await page.Locator("[data-list]").GetByText("show", new() { Exact = true }).ClickAsync();
        Assert.True(await page.GetByRole(AriaRole.Link, new() { Name = "counts.old" }).IsVisibleAsync());
    }

    [Fact]
    public async Task A_claim_has_an_address_and_an_old_name_leads_on()
    {
        (IPage page, _) = await site.OpenAsync();
        await page.GotoAsync(site["metrics/counts.authors"] + "#privacy");
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector(':target').id === 'privacy'"));

        await page.GotoAsync(site["metrics/counts.created"]);
        await page.Locator("#sql").WaitForAsync();
        Assert.Equal(site["metrics/counts.created_monthly"], page.Url);
    }

    private static async Task<IReadOnlyList<string>> SearchAsync(IPage page, string query)
    {
        await page.GetByRole(AriaRole.Searchbox).FillAsync(query);
        await WaitAsync(page, query);
        return await NamesAsync(page);
    }

    /// <summary>Facets come last.</summary>
    private static Task<ILocator> WaitAsync(IPage page, string query) => WaitFor(page.Locator($"[data-search][data-ready='{query.Replace("\"", "\\\"", StringComparison.Ordinal)}']"));

    private static async Task<ILocator> WaitFor(ILocator locator)
    {
        await locator.WaitForAsync();
        return locator;
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(IPage page)
    {
        await page.Locator("[data-search][data-ready]").WaitForAsync();
        return await page.Locator("[data-hits] li a").AllTextContentsAsync();
    }
}
