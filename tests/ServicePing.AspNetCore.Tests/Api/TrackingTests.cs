namespace ServicePing.AspNetCore.Tests;

public sealed class TrackingTests : IAsyncLifetime
{
    private PingHost _host = null!;

    public async Task InitializeAsync() => _host = await PingHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_event_is_counted_with_its_properties_and_answered_with_its_status()
    {
        Reply reply = await Track("""{"event":"create_issue","project_id":3,"namespace_id":4,"additional_properties":{"label":"bug"}}""")
            .As("7").SendAsync(_host);

        Assert.Equal("200", reply.Text);
        Assert.Equal(200, reply.Status);
        Assert.Equal(1, await _host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
        Assert.Equal(1, await _host.ReadAsync(ShopMetrics.Counts.CountTotalCreateBug));
    }

    [Fact]
    public async Task Fifty_events_go_in_one_request()
    {
        string events = string.Join(',', Enumerable.Range(0, 50).Select(_ => """{"event":"create_issue"}"""));

        Assert.Equal(200, (await TrackMany($$"""{"events":[{{events}}]}""").As("7").SendAsync(_host)).Status);
        Assert.Equal(50, await _host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
    }

    [Fact]
    public async Task Fifty_one_events_are_too_many_and_none_is_counted()
    {
        string events = string.Join(',', Enumerable.Range(0, 51).Select(_ => """{"event":"create_issue"}"""));

        Reply reply = await TrackMany($$"""{"events":[{{events}}]}""").As("7").SendAsync(_host);

        Assert.Equal(400, reply.Status);
        Assert.Equal("Maximum 50 events allowed in one request.", reply.Json.GetProperty("detail").GetString());
        Assert.Equal(0, await _host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
    }

    [Theory]
    [InlineData("track_event", "{}", "event is missing")]
    [InlineData("track_event", """{"event":""}""", "event is missing")]
    [InlineData("track_event", """{"event":null}""", "event is missing")]
    [InlineData("track_event", """{"event":["create_issue"]}""", "event is invalid")]
    [InlineData("track_event", """{"event":"create_issue","namespace_id":1.5}""", "namespace_id is invalid")]
    [InlineData("track_event", """{"event":"create_issue","send_to_snowplow":"yes"}""", "send_to_snowplow is invalid")]
    [InlineData("track_event", """{"event":"create_issue","additional_properties":{"label":{}}}""", "additional_properties.label is invalid")]
    [InlineData("track_events", "{}", "events is missing")]
    [InlineData("increment_counter", "{}", "event is missing")]
    [InlineData("increment_counter", """{"event":1}""", "event is invalid")]
    [InlineData("increment_unique_users", "{}", "event is missing")]
    public async Task A_parameter_that_is_missing_or_wrong_is_named(string path, string body, string error)
    {
        Reply reply = await Post(path, body).As("7").SendAsync(_host);

        Assert.Equal(400, reply.Status);
        Assert.Equal(error, reply.Json.GetProperty("error").GetString());
        Assert.Equal(0, await _host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
        Assert.Equal(0, await _host.ReadAsync(ShopMetrics.Counts.WebIdeCommits));
    }

    [Theory]
    [InlineData("""{"events":[{"event":"create_issue"},{"event":7}]}""", "events[1].event is invalid")]
    [InlineData("""{"events":[{"event":"create_issue"},{"evnt":"x"}]}""", "events[1].event is missing")]
    [InlineData("""{"events":[{"event":"create_issue"},7]}""", "events[1] is invalid")]
    [InlineData("""{"events":[{"event":"create_issue"},{"event":"create_issue","project_id":true}]}""", "events[1].project_id is invalid")]
    [InlineData("""{"events":[{"event":"create_issue"},{"event":"create_issue","additional_properties":[]}]}""", "events[1].additional_properties is invalid")]
    [InlineData("""{"events":{"event":"create_issue"}}""", "events is invalid")]
    [InlineData("{}", "events is missing")]
    public async Task A_request_with_one_wrong_event_counts_none(string body, string error)
    {
        Reply reply = await TrackMany(body).As("7").SendAsync(_host);

        Assert.Equal(400, reply.Status);
        Assert.Equal(error, reply.Json.GetProperty("error").GetString());
        Assert.Equal(0, await _host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
    }

    [Fact]
    public async Task A_named_counter_is_counted_and_an_unknown_one_is_no_error()
    {
        Assert.Equal("200", (await Post("increment_counter", """{"event":"web_ide_commits"}""").As("7").SendAsync(_host)).Text);
        Assert.Equal("200", (await Post("increment_counter", """{"event":"no_such_counter"}""").As("7").SendAsync(_host)).Text);

        Assert.Equal(1, await _host.ReadAsync(ShopMetrics.Counts.WebIdeCommits));
    }

    [Fact]
    public async Task A_user_counts_once_whatever_the_request_says()
    {
        foreach (string user in new[] { "7", "7", "8" })
        {
            Assert.Equal(200, (await Post("increment_unique_users", """{"event":"g_search_issues","user":"9"}""").As(user).SendAsync(_host)).Status);
        }

        await _host.Get<EventTracker>().FlushAsync();
        DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        KnownEvent search = new("g_search_issues", EventAggregation.Weekly) { Category = "search", Slot = "search" };
        Assert.Equal(2, (await _host.Get<KnownEventReader>().CountUniqueAsync([search], today.AddDays(-7), today.AddDays(7))).Value);
    }

    [Theory]
    [InlineData("Production", 200)]
    [InlineData("Staging", 422)]
    [InlineData("Development", 422)]
    public async Task An_unknown_event_is_told_to_developers_alone(string environment, int status)
    {
        await using PingHost host = await PingHost.StartAsync(environment: environment);

        Assert.Equal(status, (await Track("""{"event":"create_isue"}""").As("7").SendAsync(host)).Status);
    }

    [Fact]
    public async Task An_unknown_event_among_others_counts_none_of_them_for_a_developer()
    {
        await using PingHost host = await PingHost.StartAsync(environment: "Development");

        Reply reply = await TrackMany("""{"events":[{"event":"create_issue"},{"event":"no_event"}]}""").As("7").SendAsync(host);

        Assert.Equal(422, reply.Status);
        Assert.Contains("'no_event'", reply.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
    }

    [Fact]
    public async Task A_project_that_the_product_does_not_know_is_left_out_and_the_event_counts()
    {
        List<TrackedPlace> asked = [];
        await using PingHost host = await PingHost.StartAsync(options => options.IsKnownPlace = (_, place) =>
        {
            asked.Add(place);
            return ValueTask.FromResult(false);
        });

        Assert.Equal(200, (await Track("""{"event":"create_issue","project_id":999}""").As("7").SendAsync(host)).Status);

        Assert.Equal([new TrackedPlace("project", 999)], asked);
        Assert.Equal(1, await host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
    }

    [Fact]
    public async Task Who_sends_more_than_is_allowed_is_told_to_wait_and_others_are_not()
    {
        await using PingHost host = await PingHost.StartAsync(options => options.TrackingRequestsPerMinute = 2);
        Call call = Track("""{"event":"create_issue"}""").As("7");
        await call.SendAsync(host);
        await call.SendAsync(host);

        Reply third = await call.SendAsync(host);

        Assert.Equal(429, third.Status);
        Assert.True(int.Parse(third.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= 60);
        Assert.Equal(200, (await call.As("8").SendAsync(host)).Status);
        Assert.Equal(3, await host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
    }

    private static Call Track(string body) => Post("track_event", body);

    private static Call TrackMany(string body) => Post("track_events", body);

    private static Call Post(string path, string body) => new Call("POST", $"/api/v4/usage_data/{path}").Json(body);
}
