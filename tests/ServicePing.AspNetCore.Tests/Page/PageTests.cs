using System.IO.Compression;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.AspNetCore.Tests;

/// <summary>The administrator's page over HTTP, as a browser without a script has it.</summary>
public sealed class PageTests
{
    private const string Secret = "only with consent";

    [Fact]
    public async Task Every_page_answers_with_a_heading_a_strict_policy_and_nothing_that_runs_in_its_markup()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);

        foreach ((string address, _) in await browser.CrawlAsync())
        {
            IHtmlDocument page = await browser.GoAsync(address);
            if (browser.Last.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'",
                Header(browser, "Content-Security-Policy"));
            Assert.Equal("nosniff", Header(browser, "X-Content-Type-Options"));
            Assert.Equal("no-referrer", Header(browser, "Referrer-Policy"));
            Assert.Equal("no-store", Header(browser, "Cache-Control"));
            Assert.Single(page.QuerySelectorAll("h1"));
            Assert.Single(page.QuerySelectorAll("main"));
            Assert.NotEqual("", page.Title);
            Assert.DoesNotContain(page.All, element => element.HasAttribute("style") || element.Attributes.Any(one => one.Name.StartsWith("on", StringComparison.Ordinal)));
            Assert.All(page.QuerySelectorAll("script"), script => Assert.Equal("", script.TextContent));
        }
    }

    [Fact]
    public async Task The_navigation_leads_to_every_page_and_marks_the_one_that_is_looked_at()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        IHtmlDocument first = await browser.GoAsync("");
        string[] links = [.. first.QuerySelectorAll("nav a").Select(one => one.GetAttribute("href")!)];

        Assert.True(links.Length >= 12);
        foreach (string link in links)
        {
            IHtmlDocument page = await browser.VisitAsync(new Uri(new Uri(host.Address, "/admin/service_ping/"), link));
            Assert.Equal(200, browser.Status);
            Assert.Single(page.QuerySelectorAll("nav a[aria-current=page]"));
        }
    }

    [Fact]
    public async Task Style_and_script_are_kept_forever_under_names_with_their_hash_and_the_first_view_is_small()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.GoAsync("");
        int size = Compressed(browser.Body);
        Uri first = browser.Here;
        foreach (string link in new[] { page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!, page.QuerySelector("script")!.GetAttribute("src")! })
        {
            await browser.VisitAsync(new Uri(first, link));
            Assert.Equal(200, browser.Status);
            Assert.Contains("immutable", Header(browser, "Cache-Control"), StringComparison.Ordinal);
            size += Compressed(browser.Body);
        }

        Assert.InRange(size, 1, 40_000);
    }

    [Fact]
    public async Task After_a_category_is_switched_off_no_page_and_no_download_shows_a_metric_of_it()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await StartAsync(receiver);
        using AdministratorPage browser = new(host);
        await SendAsync(browser);
        await ComputeAsync(browser);
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
        await using PingHost host = await StartAsync(receiver);
        using AdministratorPage browser = new(host);
        await SendAsync(browser);
        await ComputeAsync(browser);
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
            await ComputeAsync(browser);
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
            }
        }
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
    public async Task A_preview_is_computed_shown_searched_and_downloaded()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await ComputeAsync(browser);

        Assert.Contains(Secret, page.QuerySelector(".tree")!.TextContent, StringComparison.Ordinal);
        page = await browser.GoAsync("preview?q=secret");
        Assert.Equal(["settings.secret"], page.QuerySelectorAll(".tree li[data-path]").Select(one => one.GetAttribute("data-path")));
        await browser.GoAsync("preview.json");
        Assert.Contains($"\"secret\":\"{Secret}\"", browser.Body, StringComparison.Ordinal);
        page = await browser.GoAsync("metrics/settings.secret");
        Assert.Contains(Secret, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ping_that_is_sent_now_is_in_the_history_with_what_came_back()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await StartAsync(receiver);
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await SendAsync(browser);

        Assert.Contains("sent", page.QuerySelector(".notice strong")!.TextContent, StringComparison.Ordinal);
        PingCycle cycle = Assert.Single(await host.Get<IPingHistory>().CyclesAsync());
        page = await browser.GoAsync($"history/{cycle.Name}");
        Assert.Contains("201", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        page = await browser.GoAsync("");
        Assert.Contains("201", page.QuerySelector(".cards")!.TextContent, StringComparison.Ordinal);
        page = await browser.GoAsync("hosts");
        Assert.Single(page.QuerySelectorAll("svg.chart rect.bar"));
        page = await browser.GoAsync("report");
        Assert.Equal(9, page.QuerySelectorAll("svg.chart rect.bar").Length);
        Assert.Equal(10, page.QuerySelectorAll(".steps li").Length);
        Assert.Contains("56.3 %", page.QuerySelector(".cards")!.TextContent, StringComparison.Ordinal);
        page = await browser.GoAsync($"sent/{cycle.Name}.json");
        ReadOnlyMemory<byte>? kept = await host.Get<IPingHistory>().PingAsync(cycle.Name);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(kept!.Value.Span), browser.Body);
    }

    [Fact]
    public async Task What_was_sent_stands_beside_what_would_be_sent_with_what_differs()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await StartAsync(receiver);
        using AdministratorPage browser = new(host);
        await SendAsync(browser);
        IHtmlDocument page = await browser.GoAsync("sent");
        page = await browser.PressAsync(page, "Compute it now");
        page = await UntilAsync(browser, page, "sent", "Being computed");

        Assert.Contains(page.QuerySelectorAll("h2"), one => one.TextContent == "Sent, beside what would be sent now");
        Assert.Contains(page.QuerySelectorAll("tbody th"), one => one.TextContent.Trim() == "recorded_at");
    }

    [Fact]
    public async Task A_ping_that_was_computed_and_not_sent_is_not_called_sent()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        await host.Get<IPingHistory>().SendNowAsync("somebody");
        IHtmlDocument page = await browser.GoAsync("sent");

        Assert.StartsWith("Kept: ", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("h2"), one => one.TextContent == "Sent");
    }

    [Fact]
    public async Task What_is_no_value_is_told_and_nothing_is_saved()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.GoAsync("settings");
        page = await browser.PressAsync(page, "Save changes", ("include_optional_metrics", null), ("schedule", "someday <b>"));

        Assert.Equal(400, browser.Status);
        Assert.Contains("such as 'friday 13:17'", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("someday <b>", page.QuerySelector<IHtmlInputElement>("#schedule")!.Value);
        Assert.Equal("true", host.Get<ServicePingSettings>().Current[SettingNames.IncludeOptionalMetrics].Value);
    }

    [Fact]
    public async Task What_nobody_has_touched_in_the_form_is_not_set()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.GoAsync("settings");
        await host.Get<ServicePingSettings>().SetAsync(SettingNames.IncludeOptionalMetrics, "false", "another");
        await browser.PressAsync(page, "Save changes", ("schedule", "friday 13:17"), ("left_out_owners", "planning\r\n planning-two \r\n"));

        PingSettings now = await host.Get<ServicePingSettings>().RefreshAsync();
        Assert.Equal("false", now[SettingNames.IncludeOptionalMetrics].Value);
        Assert.Equal("friday 13:17", now[SettingNames.Schedule].Value);
        Assert.Equal("planning\nplanning-two", now[SettingNames.LeftOutOwners].Value);
        IHtmlDocument audit = await browser.GoAsync("audit");
        Assert.Equal(3, audit.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("user 1", audit.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_configuration_has_decided_is_locked_and_says_where()
    {
        await using PingHost host = await PingHost.StartAsync(arguments: ["--ServicePing:IncludeOptionalMetrics=false"]);
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.GoAsync("settings");

        Assert.True(page.QuerySelector("#include_optional_metrics")!.HasAttribute("disabled"));
        Assert.Contains("IncludeOptionalMetrics", page.QuerySelector("#include_optional_metrics-says")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("has decided", page.QuerySelector("#include_optional_metrics-says")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_starting_and_asking_to_erase_are_a_button_each()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await StartAsync(receiver);
        using AdministratorPage browser = new(host);
        ServicePingSettings settings = host.Get<ServicePingSettings>();

        await browser.PressAsync(await browser.GoAsync("stop"), "Stop the ping");
        Assert.False(settings.Current.IsEnabled);
        await browser.PressAsync(await browser.GoAsync("stop"), "Start the ping");
        Assert.True(settings.Current.IsEnabled);
        IHtmlDocument page = await browser.PressAsync(await browser.GoAsync("stop"), "Stop, and ask to erase", ("reason", "The contract <ends>."));

        Assert.False(settings.Current.IsEnabled);
        Assert.Equal("The contract <ends>.", (await host.Get<ServicePingErasure>().StatusAsync())!.Reason);
        Assert.Contains("The contract <ends>.", page.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(receiver.Paths);
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

        foreach (string path in new[] { "settings", "stop", "erase", "send", "start", "settings/moved", "offline/import", "preview", "tokens", "tokens/revoke" })
        {
            Reply reply = await new Call("POST", $"/admin/service_ping/{path}").AsAdministrator().SendAsync(host);
            Assert.Equal(409, reply.Status);
        }

        Assert.Empty(await host.Get<IPingHistory>().ChangesAsync());
        Assert.Empty(await host.Get<IPingHistory>().CyclesAsync());
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
    public async Task Where_the_program_has_antiforgery_forms_carry_its_token_and_are_refused_without()
    {
        await using PingHost host = await PingHost.StartAsync(build: builder => builder.Services.AddAntiforgery());
        using AdministratorPage browser = new(host);
        Assert.Equal(403, (await new Call("POST", "/admin/service_ping/stop").AsAdministrator().SendAsync(host)).Status);
        Assert.True((await host.Get<ServicePingSettings>().RefreshAsync()).IsEnabled);

        await browser.PressAsync(await browser.GoAsync("stop"), "Stop the ping");

        Assert.Equal(200, browser.Status);
        Assert.Equal("no-store", Header(browser, "Cache-Control"));
        Assert.Equal("DENY", Header(browser, "X-Frame-Options"));
        Assert.False(host.Get<ServicePingSettings>().Current.IsEnabled);
    }

    [Theory]
    [InlineData("/base/admin/service_ping")]
    [InlineData("/base/admin/service_ping/")]
    public async Task Every_link_holds_behind_a_path_base_and_with_a_slash_at_the_end(string first)
    {
        await using PingHost host = await PingHost.StartAsync(use: app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
        });
        using AdministratorPage browser = new(host, "/base/admin/service_ping");
        IHtmlDocument page = await browser.GoAsync(first);
        Assert.Equal(200, browser.Status);
        Uri style = new(browser.Here, page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!);
        await browser.VisitAsync(style);
        Assert.Equal(200, browser.Status);

        Assert.True((await browser.CrawlAsync()).Count > 12);
    }

    [Fact]
    public async Task Hostile_names_and_values_are_text_on_every_page()
    {
        const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await StartAsync(receiver, http => http.NameOf = _ => Hostile);
        using AdministratorPage browser = new(host);
        await SendAsync(browser);
        IHtmlDocument page = await browser.GoAsync("settings");
        await browser.PressAsync(page, "Save changes", ("left_out_metrics", Hostile), ("left_out_owners", Hostile));
        await browser.PressAsync(await browser.GoAsync("stop"), "Stop, and ask to erase", ("reason", Hostile));

        foreach ((string address, string body) in await browser.CrawlAsync())
        {
            page = await browser.GoAsync(address);
            Assert.Empty(page.QuerySelectorAll("img, iframe, object, embed"));
            Assert.All(page.QuerySelectorAll("script"), script => Assert.Contains("assets/look-", script.GetAttribute("src"), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("metrics/%22%3E%3Cscript%3E")]
    [InlineData("history/%22%3E%3Cscript%3E")]
    [InlineData("sent/%22%3E%3Cscript%3E.json")]
    public async Task What_is_not_there_is_not_found_and_not_repeated(string path)
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        await browser.GoAsync(path);

        Assert.Equal(404, browser.Status);
        Assert.DoesNotContain("script&gt;", browser.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_none_is_refused_and_a_ping_is_exported_to_be_carried_out()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await StartAsync(receiver);
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.GoAsync("offline");
        page = await browser.PressAsync(page, "Import", ("answer", "{}"));
        Assert.Equal(409, browser.Status);
        Assert.NotNull(page.QuerySelector("[role=alert]"));
        await browser.GoAsync("offline/export?cycle=");
        Assert.Equal(409, browser.Status);

        await SendAsync(browser);
        await browser.GoAsync("offline/export?cycle=");
        Assert.Equal(200, browser.Status);
        Assert.Contains("\"serviceping_export\": 1", browser.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_of_a_token_is_shown_once_opens_the_api_and_opens_nothing_after_it_is_revoked()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.GoAsync("tokens");
        page = await browser.PressAsync(page, "Create the token", ("name", "nightly <export>"), ("scope-api", "true"), ("days", "90"));
        string text = page.QuerySelector("#created")!.TextContent;
        Assert.StartsWith("spt_", text, StringComparison.Ordinal);
        Assert.Equal(200, (await new Call("GET", "/api/v4/usage_data/settings").With("PRIVATE-TOKEN", text).SendAsync(host)).Status);

        page = await browser.GoAsync("tokens");
        Assert.DoesNotContain(text, browser.Body, StringComparison.Ordinal);
        Assert.Contains("nightly <export>", page.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        await browser.PressAsync(page, "Revoke");
        Assert.Equal(401, (await new Call("GET", "/api/v4/usage_data/settings").With("PRIVATE-TOKEN", text).SendAsync(host)).Status);
    }

    [Fact]
    public async Task A_token_without_a_scope_is_refused_in_words()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.PressAsync(await browser.GoAsync("tokens"), "Create the token", ("name", "x"));

        Assert.Equal(400, browser.Status);
        Assert.Contains("scope", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await host.Get<ServicePingTokens>().ListAsync());
    }

    private static Task<PingHost> StartAsync(Receiver receiver, Action<ServicePingHttpOptions>? http = null) => PingHost.StartAsync(
        http, arguments: [$"--ServicePing:Receiver={receiver.Address}", "--ServicePing:NoticePeriod=00:00:00"]);

    /// <summary>Sends a ping by hand, and waits until it is over as somebody does who loads the page again.</summary>
    private static async Task<IHtmlDocument> SendAsync(AdministratorPage browser)
    {
        IHtmlDocument page = await browser.PressAsync(await browser.GoAsync("send"), "Send now");
        return await UntilAsync(browser, page, "send", null);
    }

    private static async Task<IHtmlDocument> ComputeAsync(AdministratorPage browser)
    {
        IHtmlDocument page = await browser.PressAsync(await browser.GoAsync("preview"), "Compute it now");
        return await UntilAsync(browser, page, "preview", null);
    }

    private static async Task<IHtmlDocument> UntilAsync(AdministratorPage browser, IHtmlDocument page, string path, string? words)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(3));
        while (page.QuerySelector("[data-poll]") is not null || (words is not null && browser.Body.Contains(words, StringComparison.Ordinal)))
        {
            await Task.Delay(50, limit.Token);
            page = await browser.GoAsync(path);
        }

        return page;
    }

    /// <summary>Whether a download has a value under a path.</summary>
    private static bool Has(string body, string path)
    {
        if (!body.StartsWith('{'))
        {
            return false;
        }

        JsonElement element = JsonElement.Parse(body);
        return path.Split('.').All(key => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out element));
    }

    private static string Header(AdministratorPage browser, string name) => string.Join(", ", browser.Last.Headers.GetValues(name));

    private static int Compressed(string text)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return (int)stream.Length;
    }
}
