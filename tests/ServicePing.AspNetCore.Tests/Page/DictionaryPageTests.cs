using System.Text.Json;
using AngleSharp.Html.Dom;

namespace ServicePing.AspNetCore.Tests;

/// <summary>The dictionary that the build put beside these tests, as the administrator's page shows it.</summary>
public sealed class DictionaryPageTests
{
    private const string SecretPage = "dictionary/metrics/settings.secret/index.html";

    [Fact]
    public async Task A_metric_has_what_the_dictionary_says_and_what_it_says_here()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await PingHost.StartAsync(receiver);
        using AdministratorPage browser = new(host);

        IHtmlDocument before = await browser.GoAsync(SecretPage);
        Assert.Contains("It was not computed in the last seven days.", before.QuerySelector("#here")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("With a made-up value of its type.", browser.Body, StringComparison.Ordinal);

        await browser.SendPingAsync();
        IHtmlDocument sent = await browser.GoAsync(SecretPage);
        Assert.Contains("\"only with consent\"", sent.QuerySelector("#here")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("With the value that it has in the latest ping.", browser.Body, StringComparison.Ordinal);
        Assert.Contains("\"secret\": \"only with consent\"", sent.QuerySelector("#payload pre")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(sent.QuerySelector("#lineage"));
        Assert.Equal("only with consent", Sample(await ReadAsync(browser, "dictionary/metrics/settings.secret/index.json")));
    }

    [Fact]
    public async Task A_value_that_was_computed_for_the_next_ping_goes_before_that_of_the_latest()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        await browser.PressAsync(await browser.GoAsync(SecretPage), "Compute the next ping");
        await browser.UntilAsync(await browser.GoAsync("preview"), "preview", null);

        await browser.GoAsync(SecretPage);

        Assert.Contains("With the value that was computed for the next ping.", browser.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_counts_it_tells_with_the_place_in_the_program()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);

        IHtmlDocument page = await browser.GoAsync("dictionary/events/create_issue/index.html");

        Assert.Contains("create_issue", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("#calls"));
    }

    [Fact]
    public async Task Counters_are_shown_as_the_store_of_the_installation_has_them()
    {
        await using PingHost host = await PingHost.StartAsync(count: ping => ping.UsePostgresCounters("Host=127.0.0.1;Port=1", "shop:"));
        using AdministratorPage browser = new(host);

        IHtmlDocument metric = await browser.GoAsync("dictionary/metrics/counts.count_total_create_issue/index.html");
        string exact = metric.QuerySelector("#sql")!.TextContent;
        Assert.Contains("Keys in PostgreSQL", exact, StringComparison.Ordinal);
        Assert.Contains("WHERE counters.key IN ('shop:{event_counters}_create_issue", exact, StringComparison.Ordinal);
        IHtmlDocument tracked = await browser.GoAsync("dictionary/events/create_issue/index.html");
        Assert.Contains("Counters in PostgreSQL", tracked.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("shop:{event_counters}_create_issue", tracked.Body.TextContent, StringComparison.Ordinal);

        // The build has said something else.
        JsonElement made = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "ServicePing.dictionary.json"))).GetProperty("counter_store");
        Assert.Equal(("redis", "shop:"), (made.GetProperty("kind").GetString(), made.GetProperty("key_prefix").GetString()));

        await using PingHost other = await PingHost.StartAsync();
        using AdministratorPage beside = new(other);
        Assert.Contains(
            "Keys of the program's own counters",
            (await beside.GoAsync("dictionary/metrics/counts.count_total_create_issue/index.html")).QuerySelector("#sql")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_without_a_page_leads_to_the_first_and_each_file_has_its_type()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);

        IHtmlDocument first = await browser.GoAsync("dictionary");
        Assert.Equal("/admin/service_ping/dictionary/index.html", browser.Here.AbsolutePath);
        Assert.Equal("../", first.QuerySelector("nav a")!.GetAttribute("href"));

        foreach ((string file, string type) in new[]
        {
            ("assets/search-index.js", "text/javascript"), ("all.json", "application/json"), ("metrics.csv", "text/csv"), ("metrics.md", "text/plain"),
            ("expiries.ics", "text/calendar"),
        })
        {
            await browser.GoAsync($"dictionary/{file}");
            Assert.Equal((200, type), (browser.Status, browser.Last.Content.Headers.ContentType!.MediaType));
        }

        await browser.GoAsync("dictionary/assets/..%2f..%2fsecrets.json");
        Assert.Equal(404, browser.Status);
    }

    [Fact]
    public async Task A_metric_that_is_not_permitted_is_in_no_file_and_comes_back_with_its_permission()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        Assert.Contains("settings.secret", await ReadAsync(browser, "dictionary/all.json"), StringComparison.Ordinal);

        await host.Get<ServicePingSettings>().SetAsync(SettingNames.LeftOutMetrics, "settings.secret", "somebody");
        foreach (string file in new[] { "all.json", "metrics.csv", "metrics.jsonl", "metrics.yml", "metrics.md", "payload.schema.json", "assets/search-index.js", "metrics/index.html" })
        {
            string body = await ReadAsync(browser, $"dictionary/{file}");
            Assert.Equal(200, browser.Status);
            Assert.DoesNotContain("settings.secret", body, StringComparison.Ordinal);
        }

        await browser.GoAsync(SecretPage);
        Assert.Equal(404, browser.Status);

        await host.Get<ServicePingSettings>().SetAsync(SettingNames.LeftOutMetrics, "settings.other", "somebody");
        await browser.GoAsync(SecretPage);
        Assert.Equal(200, browser.Status);
    }

    [Fact]
    public async Task Without_a_dictionary_there_is_no_way_to_one()
    {
        await using PingHost host = await PingHost.StartAsync(http => http.DictionaryFile = null);
        using AdministratorPage browser = new(host);

        IHtmlDocument page = await browser.GoAsync("");
        Assert.DoesNotContain(page.QuerySelectorAll("nav a"), link => link.TextContent == "Dictionary");
        await browser.GoAsync("dictionary/index.html");
        Assert.Equal(404, browser.Status);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_at_the_start_and_one_that_is_broken_when_it_is_looked_at()
    {
        Exception exception = await Assert.ThrowsAsync<InvalidOperationException>(() => PingHost.StartAsync(http => http.DictionaryFile = "nowhere.json"));
        Assert.Contains("DictionaryFile names 'nowhere.json', which is not there", exception.Message, StringComparison.Ordinal);

        string broken = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(broken, """{"product":"Shop"}""");
            await using PingHost host = await PingHost.StartAsync(http => http.DictionaryFile = broken);
            using AdministratorPage browser = new(host);
            await browser.GoAsync("dictionary/index.html");

            Assert.Equal(500, browser.Status);
            Assert.Contains("Build the program again", browser.Body, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(broken);
        }
    }

    private static async Task<string> ReadAsync(AdministratorPage browser, string path)
    {
        await browser.GoAsync(path);
        return browser.Body;
    }

    private static string Sample(string json) => JsonElement.Parse(JsonElement.Parse(json).GetProperty("sample").GetString()!).GetString()!;
}
