using System.Text.Json;

namespace ServicePing.AspNetCore.Tests;

public sealed class OfflineEndpointTests : IAsyncLifetime
{
    private PingHost _host = null!;

    public async Task InitializeAsync() => _host = await PingHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Before_the_first_ping_there_is_nothing_to_export_and_the_way_out_is_said()
    {
        Reply reply = await new Call("GET", "/api/v4/usage_data/export").AsAdministrator().SendAsync(_host);

        Assert.Equal(409, reply.Status);
        Assert.Contains("begin one by hand", reply.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_a_cycle_is_saved_under_its_name_and_holds_the_bytes_that_are_kept()
    {
        PingCycle cycle = await _host.Get<IPingHistory>().SendNowAsync("the tests");

        Reply reply = await new Call("GET", $"/api/v4/usage_data/export?cycle={Uri.EscapeDataString(cycle.Name)}").AsAdministrator().SendAsync(_host);

        Assert.Equal(200, reply.Status);
        Assert.Matches("^attachment; filename=\"?serviceping-by-hand-[0-9TZ.-]+\\.json\"?$", reply.Headers["Content-Disposition"]);
        Assert.Equal(cycle.Name, reply.Json.GetProperty("cycle").GetString());
        Assert.Equal(JsonValueKind.String, reply.Json.GetProperty("signature").ValueKind);
    }

    [Theory]
    [InlineData("?cycle=2020-W01", 409)]
    [InlineData("?cycle=a&cycle=b", 400)]
    [InlineData("?cycle=%0d%0aSet-Cookie:%20x=1", 409)]
    public async Task A_cycle_that_is_none_is_refused(string query, int status)
    {
        await _host.Get<IPingHistory>().SendNowAsync("the tests");

        Reply reply = await new Call("GET", "/api/v4/usage_data/export" + query).AsAdministrator().SendAsync(_host);

        Assert.Equal(status, reply.Status);
        Assert.False(reply.Headers.ContainsKey("Set-Cookie"));
    }

    [Fact]
    public async Task A_program_that_allows_no_change_over_http_changes_nothing()
    {
        await using PingHost host = await PingHost.StartAsync(options => options.IsReadOnly = true);
        foreach ((string method, string path) in new[] { ("PUT", "settings"), ("POST", "send"), ("POST", "receipt") })
        {
            Assert.Equal(409, (await EndpointTableTests.Good(method, path).AsAdministrator().SendAsync(host)).Status);
        }

        Assert.Empty(await host.Get<IPingHistory>().CyclesAsync());
        Assert.Equal(200, (await new Call("POST", "/api/v4/usage_data/track_event").Json("""{"event":"create_issue"}""").As("7").SendAsync(host)).Status);
        Assert.Equal(200, (await new Call("GET", "/api/v4/usage_data/settings").AsAdministrator().SendAsync(host)).Status);
    }
}
