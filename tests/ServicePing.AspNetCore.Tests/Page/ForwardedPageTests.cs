using System.Text.Json;
using AngleSharp.Html.Dom;

namespace ServicePing.AspNetCore.Tests;

/// <summary>Single events that left, for administrators: on a page and as JSON.</summary>
public sealed class ForwardedPageTests
{
    private const string Address = "/api/v4/usage_data/forwarded_events";

    [Fact]
    public async Task Where_nothing_is_forwarded_both_say_that_and_nothing_else()
    {
        await using PingHost host = await PingHost.StartAsync();
        using AdministratorPage browser = new(host);

        IHtmlDocument page = await browser.GoAsync("forwarded");
        Assert.Contains("It is off: no event leaves by itself.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("main table, main pre"));
        Assert.Equal("""{"is_on":false}""", (await new Call("GET", Address).AsAdministrator().SendAsync(host)).Text);
    }

    [Fact]
    public async Task Events_that_left_can_be_read_as_they_did_beside_their_numbers()
    {
        await using Receiver collector = await Receiver.StartAsync();
        await using PingHost host = await PingHost.StartAsync(arguments:
        [
            "--ServicePing:NoticePeriod=00:00:00", "--ServicePing:Enabled=true", "--ServicePing:Forwarding:BatchAge=00:00:00",
            $"--ServicePing:Snowplow:Collector={collector.Address}", "--ServicePing:Snowplow:AppId=shop", "--ServicePing:Snowplow:Vendor=com.example",
        ]);
        await new Call("POST", "/api/v4/usage_data/track_event").Json("""{"event":"close_issue","send_to_snowplow":true}""").As("7").SendAsync(host);
        ServicePingForwarding forwarding = (ServicePingForwarding)host.App.Services.GetService(typeof(ServicePingForwarding))!;
        for (int i = 0; i < 3_000 && forwarding.Latest.Count == 0; i++)
        {
            await Task.Delay(20);
        }

        JsonElement json = JsonElement.Parse((await new Call("GET", Address).AsAdministrator().SendAsync(host)).Text);
        JsonElement batch = Assert.Single(json.GetProperty("latest").EnumerateArray());
        Assert.Equal(System.Text.Encoding.UTF8.GetString(forwarding.Latest[0].Body.Span), batch.GetProperty("body").GetRawText());
        Assert.Equal("close_issue", batch.GetProperty("body").GetProperty("data")[0].GetProperty("se_ac").GetString());
        Assert.Equal("snowplow", Assert.Single(json.GetProperty("forwarders").EnumerateArray()).GetProperty("forwarder").GetString());

        using AdministratorPage browser = new(host);
        IHtmlDocument page = await browser.GoAsync("forwarded");
        Assert.Contains("1 event to snowplow", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("\"se_ac\": \"close_issue\"", page.QuerySelector("main pre")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(401, (await new Call("GET", Address).SendAsync(host)).Status);
        Assert.Equal(403, (await new Call("GET", Address).As("7").SendAsync(host)).Status);
    }
}
