using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.AspNetCore.Tests;

/// <summary>What of the administrator's page may be seen, and by whom what may be done.</summary>
public sealed class PageAccessTests
{
    private const string Secret = "only with consent";

    [Fact]
    public async Task After_a_category_is_switched_off_no_page_and_no_download_shows_a_metric_of_it()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await PingHost.StartAsync(receiver);
        using AdministratorPage browser = new(host);
        await browser.SendPingAsync();
        await browser.ComputeAsync();
        IReadOnlyDictionary<string, string> before = await browser.CrawlAsync();
        Assert.Contains(before.Values, body => body.Contains(Secret, StringComparison.Ordinal));
        Assert.Contains(before.Keys, address => address.EndsWith("preview.json", StringComparison.Ordinal));

        IHtmlDocument settings = await browser.GoAsync("settings");
        await browser.PressAsync(settings, "Save changes", ("include_optional_metrics", null));
        Assert.Equal("false", host.Get<ServicePingSettings>().Current[SettingNames.IncludeOptionalMetrics].Value);

        foreach ((string address, string body) in await browser.CrawlAsync())
        {
            Assert.False(body.Contains(Secret, StringComparison.Ordinal), address);
            Assert.False(body.Contains("settings.secret", StringComparison.Ordinal), address);
            Assert.False(body.Contains("count_total_create_issue", StringComparison.Ordinal), address);
        }

        await browser.GoAsync("metrics/settings.secret");
        Assert.Equal(404, browser.Status);
        await browser.GoAsync("preview.json");
        Assert.Equal(404, browser.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Whatever_is_switched_off_no_page_leads_to_a_metric_that_is_not_permitted_and_no_download_has_one(int seed)
    {
        Random random = new(seed);
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await PingHost.StartAsync(receiver);
        using AdministratorPage browser = new(host);
        await browser.SendPingAsync();
        await browser.ComputeAsync();
        ServicePingSettings settings = host.Get<ServicePingSettings>();
        IReadOnlyList<CatalogueMetric> all = host.Get<ServicePingCatalogue>().Metrics;
        foreach (DataCategory category in Enum.GetValues<DataCategory>().Where(_ => random.Next(3) == 0))
        {
            await settings.SetAsync($"include_{category.ToString().ToLowerInvariant()}_metrics", "false", "somebody");
        }

        await settings.SetAsync(SettingNames.LeftOutMetrics, all[random.Next(all.Count)].KeyPath, "somebody");
        await settings.SetAsync(SettingNames.LeftOutOwners, all[random.Next(all.Count)].ProductGroup, "somebody");
        if (random.Next(2) == 0)
        {
            await browser.ComputeAsync();
        }

        PingPermissions permitted = await settings.PermissionsAsync();
        CatalogueMetric[] forbidden =
        [
            .. all.Where(metric => !permitted.Categories.Contains(metric.DataCategory)
                || permitted.LeftOutKeyPaths.Contains(metric.KeyPath)
                || permitted.LeftOutOwners.Contains(metric.ProductGroup)),
        ];
        Assert.NotEmpty(forbidden);
        foreach ((string address, string body) in await browser.CrawlAsync())
        {
            foreach (string path in forbidden.Select(metric => metric.KeyPath))
            {
                Assert.False(address.EndsWith($"metrics/{path}", StringComparison.Ordinal), address);
                Assert.False(body.Contains($"data-path=\"{path}\"", StringComparison.Ordinal), $"{path} in {address}");
                Assert.False(body.Contains($">{path}</a>", StringComparison.Ordinal), $"{path} in {address}");
                Assert.False(Has(body, path), $"{path} in {address}");
                Assert.False(Names(address, body, path), $"{path} in {address}");
            }
        }
    }

    [Fact]
    public async Task Whoever_is_no_administrator_sees_and_changes_nothing()
    {
        await using PingHost host = await PingHost.StartAsync();

        Assert.Equal(302, (await new Call("GET", "/admin/service_ping").SendAsync(host)).Status);
        Assert.Equal(403, (await new Call("GET", "/admin/service_ping/preview.json").As("2").SendAsync(host)).Status);
        Assert.Equal(403, (await new Call("POST", "/admin/service_ping/stop").As("2").SendAsync(host)).Status);
        Assert.Equal(
            403,
            (await new Call("POST", "/admin/service_ping/stop").AsAdministrator().With("Sec-Fetch-Site", "cross-site").SendAsync(host)).Status);
        Assert.True((await host.Get<ServicePingSettings>().RefreshAsync()).IsEnabled);
    }

    [Fact]
    public async Task What_is_no_form_is_not_taken()
    {
        await using PingHost host = await PingHost.StartAsync();
        Reply reply = await new Call("POST", "/admin/service_ping/settings").AsAdministrator().Json("""{"enabled":"false"}""").SendAsync(host);

        Assert.Equal(415, reply.Status);
        Assert.Equal("text/html", reply.Type);
        Assert.Empty(await host.Get<IPingHistory>().ChangesAsync());
    }

    [Fact]
    public async Task A_program_that_is_read_only_shows_everything_and_changes_nothing()
    {
        await using PingHost host = await PingHost.StartAsync(http => http.IsReadOnly = true);
        using AdministratorPage browser = new(host);

        foreach ((string address, string body) in await browser.CrawlAsync())
        {
            Assert.False(body.Contains("method=\"post\"", StringComparison.Ordinal), address);
        }

        string[] paths = ["settings", "stop", "erase", "send", "start", "settings/moved", "offline/import", "preview", "tokens", "tokens/revoke"];
        foreach (string path in paths)
        {
            Reply reply = await new Call("POST", $"/admin/service_ping/{path}").AsAdministrator().SendAsync(host);
            Assert.Equal(409, reply.Status);
        }

        Assert.Empty(await host.Get<IPingHistory>().ChangesAsync());
        Assert.Empty(await host.Get<IPingHistory>().CyclesAsync());
    }

    [Fact]
    public async Task Where_the_program_has_antiforgery_forms_carry_its_token_and_are_refused_without()
    {
        await using PingHost host = await PingHost.StartAsync(build: builder => builder.Services.AddAntiforgery());
        using AdministratorPage browser = new(host);
        Assert.Equal(403, (await new Call("POST", "/admin/service_ping/stop").AsAdministrator().SendAsync(host)).Status);
        Assert.True((await host.Get<ServicePingSettings>().RefreshAsync()).IsEnabled);

        await browser.PressAsync(await browser.GoAsync("stop"), "Stop the ping");

        Assert.Equal(200, browser.Status);
        Assert.Equal("no-store", browser.Header("Cache-Control"));
        Assert.Equal("DENY", browser.Header("X-Frame-Options"));
        Assert.False(host.Get<ServicePingSettings>().Current.IsEnabled);
    }

    /// <summary>Whether a download has a value under a path.</summary>
    private static bool Has(string body, string path)
    {
        // A file of JSON Lines has an object a line.
        if (!body.StartsWith('{') || body.Contains("}\n{", StringComparison.Ordinal))
        {
            return false;
        }

        JsonElement element = JsonElement.Parse(body);
        return path.Split('.').All(key => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out element));
    }

    /// <summary>Whether a file of the dictionary has a name in whatever form; one without a dot may be a word of a sentence.</summary>
    private static bool Names(string address, string body, string path) =>
        address.Contains("/dictionary/", StringComparison.Ordinal) && path.Contains('.', StringComparison.Ordinal)
        && Regex.IsMatch(body, $@"(?<![\w.]){Regex.Escape(path)}(?![\w.])");
}
