using AngleSharp.Html.Dom;
using ServicePing.Tests;

namespace ServicePing.AspNetCore.Tests;

/// <summary>What an administrator does on the page: computing, sending, carrying, stopping, tokens.</summary>
public sealed class PageActionTests
{
    private const string Secret = "only with consent";

    [Fact]
    public async Task A_preview_is_computed_shown_searched_and_downloaded()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.ComputeAsync();

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
        await using PingHost host = await PingHost.StartAsync(receiver);
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.SendPingAsync();

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
        await using PingHost host = await PingHost.StartAsync(receiver);
        using AdministratorPage browser = new(host);
        await browser.SendPingAsync();
        IHtmlDocument page = await browser.GoAsync("sent");
        page = await browser.PressAsync(page, "Compute it now");
        page = await browser.UntilAsync(page, "sent", "Being computed");

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
    public async Task Stopping_starting_and_asking_to_erase_are_a_button_each()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await PingHost.StartAsync(receiver);
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
    public async Task An_answer_that_is_none_is_refused_and_a_ping_is_exported_to_be_carried_out()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using PingHost host = await PingHost.StartAsync(receiver);
        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.GoAsync("offline");
        page = await browser.PressAsync(page, "Import", ("answer", "{}"));
        Assert.Equal(409, browser.Status);
        Assert.NotNull(page.QuerySelector("[role=alert]"));
        await browser.GoAsync("offline/export?cycle=");
        Assert.Equal(409, browser.Status);

        await browser.SendPingAsync();
        await browser.GoAsync("offline/export?cycle=");
        Assert.Equal(200, browser.Status);
        Assert.Contains("\"serviceping_export\": 1", browser.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_that_was_carried_back_is_taken_by_the_page_and_is_nothing_new_to_the_api()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);
        using SigningReceiver receiver = new();
        IPingHistory history = host.Get<IPingHistory>();
        PingCycle cycle = await history.SendNowAsync("somebody");
        string answer = receiver.Answer(PingHost.Uuid, cycle.Name, (await history.PingAsync(cycle.Name))!.Value.ToArray());

        IHtmlDocument page = await browser.PressAsync(await browser.GoAsync("offline"), "Import", ("answer", answer));
        Assert.Equal(200, browser.Status);
        Assert.EndsWith("offline?done=imported", browser.Here.ToString(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".notice.good"));

        Reply reply = await new Call("POST", "/api/v4/usage_data/receipt").AsAdministrator().Json(answer).SendAsync(host);
        Assert.Equal((200, false), (reply.Status, reply.Json.GetProperty("is_new").GetBoolean()));
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
}
