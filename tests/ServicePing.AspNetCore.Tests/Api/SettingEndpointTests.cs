using System.Text.Json;

namespace ServicePing.AspNetCore.Tests;

public sealed class SettingEndpointTests : IAsyncLifetime
{
    private PingHost _host = null!;

    public async Task InitializeAsync() => _host = await PingHost.StartAsync(arguments: "--ServicePing:IncludeOperationalMetrics=false");

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_change_holds_at_once_and_is_noted_with_who_has_made_it()
    {
        Reply reply = await Put("""{"enabled":false,"left_out_owners":["planning","editing"]}""").SendAsync(_host);

        Assert.Equal(200, reply.Status);
        Assert.False(reply.Json.GetProperty("is_enabled").GetBoolean());
        Assert.False(_host.Get<ServicePingSettings>().Current.IsEnabled);
        JsonElement owners = reply.Json.GetProperty("settings").GetProperty("left_out_owners");
        Assert.Equal("planning\nediting", owners.GetProperty("value").GetString());
        Assert.Equal("user 1", owners.GetProperty("changed_by").GetString());
        Assert.Equal(["left_out_owners", "enabled"], (await _host.Get<IPingHistory>().ChangesAsync()).Select(one => one.Name));
    }

    [Fact]
    public async Task Null_takes_a_change_back()
    {
        await Put("""{"include_optional_metrics":false}""").SendAsync(_host);

        Reply reply = await Put("""{"include_optional_metrics":null}""").SendAsync(_host);

        JsonElement setting = reply.Json.GetProperty("settings").GetProperty("include_optional_metrics");
        Assert.Equal("true", setting.GetProperty("value").GetString());
        Assert.Equal("default", setting.GetProperty("source").GetString());
    }

    [Theory]
    [InlineData("""{"include_optional_metrics":false,"include_operational_metrics":true}""", 409, "is locked")]
    [InlineData("""{"include_optional_metrics":false,"no_such_setting":true}""", 400, "There is no setting 'no_such_setting'")]
    [InlineData("""{"include_optional_metrics":false,"schedule":"someday"}""", 400, "'someday' is no value")]
    [InlineData("""{"include_optional_metrics":false,"enabled":{"a":1}}""", 400, "'enabled' must be")]
    [InlineData("""{"include_optional_metrics":false,"enabled":1}""", 400, "'enabled' must be")]
    [InlineData("{}", 400, "must have the settings to change")]
    public async Task What_stands_in_the_way_of_one_leaves_none_done(string body, int status, string detail)
    {
        Reply reply = await Put(body).SendAsync(_host);

        Assert.Equal(status, reply.Status);
        Assert.Contains(detail, reply.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(await _host.Get<IPingHistory>().ChangesAsync());
    }

    private static Call Put(string body) => new Call("PUT", "/api/v4/usage_data/settings").Json(body).AsAdministrator();
}
