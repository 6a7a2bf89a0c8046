using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ServicePing.AspNetCore.Tests;

/// <summary>The form with all settings.</summary>
public sealed class PageSettingTests
{
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
}
