using System.IO.Compression;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;

namespace ServicePing.AspNetCore.Tests;

/// <summary>The administrator's page over HTTP, as a browser without a script has it: what holds on every page.</summary>
public sealed class PageTests
{
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
                browser.Header("Content-Security-Policy"));
            Assert.Equal("nosniff", browser.Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", browser.Header("Referrer-Policy"));
            Assert.Equal("no-store", browser.Header("Cache-Control"));
            Assert.Single(page.QuerySelectorAll("h1"));
            Assert.Single(page.QuerySelectorAll("main"));
            Assert.NotEqual("", page.Title);
            Assert.DoesNotContain(page.All, element => element.Attributes.Any(one =>
                one.Name == "style" || one.Name.StartsWith("on", StringComparison.Ordinal)));
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
            Assert.Contains("immutable", browser.Header("Cache-Control"), StringComparison.Ordinal);
            size += Compressed(browser.Body);
        }

        Assert.InRange(size, 1, 40_000);
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
        await using PingHost host = await PingHost.StartAsync(receiver, http => http.NameOf = _ => Hostile);
        using AdministratorPage browser = new(host);
        await browser.SendPingAsync();
        IHtmlDocument page = await browser.GoAsync("settings");
        await browser.PressAsync(page, "Save changes", ("left_out_metrics", Hostile), ("left_out_owners", Hostile));
        await browser.PressAsync(await browser.GoAsync("stop"), "Stop, and ask to erase", ("reason", Hostile));

        foreach ((string address, string body) in await browser.CrawlAsync())
        {
            page = await browser.GoAsync(address);
            Assert.Empty(page.QuerySelectorAll("img, iframe, object, embed"));
            Assert.All(page.QuerySelectorAll("script"), script => Assert.Matches("assets/(look-|search-)", script.GetAttribute("src")));
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
