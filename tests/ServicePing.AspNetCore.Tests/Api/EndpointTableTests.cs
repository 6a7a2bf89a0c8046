using System.Text.Json;

namespace ServicePing.AspNetCore.Tests;

/// <summary>Every endpoint beside everything that may be wrong with a request.</summary>
public sealed class EndpointTableTests : IAsyncLifetime
{
    private const string Root = "/api/v4/usage_data/";

    private static readonly (string Method, string Path, string? Body, string Audience)[] Endpoints =
    [
        ("GET", "metric_definitions", null, "anybody"),
        ("GET", "service_ping", null, "administrators"),
        ("GET", "queries", null, "administrators"),
        ("GET", "non_sql_metrics", null, "administrators"),
        ("POST", "track_event", """{"event":"create_issue"}""", "users"),
        ("POST", "track_events", """{"events":[{"event":"create_issue"}]}""", "users"),
        ("POST", "increment_counter", """{"event":"web_ide_commits"}""", "users"),
        ("POST", "increment_unique_users", """{"event":"g_search_issues"}""", "users"),
        ("GET", "history", null, "administrators"),
        ("GET", "settings", null, "administrators"),
        ("PUT", "settings", """{"include_optional_metrics":false}""", "administrators"),
    ];

    private PingHost _host = null!;

    public static TheoryData<string, string> All => Where(_ => true);

    public static TheoryData<string, string> ForUsers => Where(one => one.Audience != "anybody");

    public static TheoryData<string, string> ForAdministrators => Where(one => one.Audience == "administrators");

    public static TheoryData<string, string> Unsafe => Where(one => one.Body is not null);

    public static TheoryData<string, string> Safe => Where(one => one.Body is null);

    public async Task InitializeAsync() => _host = await PingHost.StartAsync(options =>
    {
        options.QueriesApi = true;
        options.NonSqlMetricsApi = true;
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_administrator_is_answered(string method, string path)
    {
        Reply reply = await Good(method, path).AsAdministrator().SendAsync(_host);

        Assert.True(reply.Status == 200, reply.ToString());
        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
        Assert.Equal("nosniff", reply.Headers["X-Content-Type-Options"]);
    }

    [Theory]
    [MemberData(nameof(ForUsers))]
    public async Task Somebody_who_is_not_signed_in_is_told_so(string method, string path)
    {
        await AssertRefusedAsync(Good(method, path), 401);
        await AssertNothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(ForAdministrators))]
    public async Task A_user_is_no_administrator(string method, string path)
    {
        await AssertRefusedAsync(Good(method, path).As("7"), 403);
        await AssertNothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_page_of_another_site_gets_nothing_with_the_cookies_of_a_user(string method, string path)
    {
        foreach (string site in new[] { "cross-site", "same-site" })
        {
            await AssertRefusedAsync(Good(method, path).AsAdministrator().With("Sec-Fetch-Site", site), 401);
        }

        await AssertRefusedAsync(
            Good(method, path).AsAdministrator().Without("Sec-Fetch-Site").With("Origin", "https://evil.example"), 401);
        await AssertRefusedAsync(Good(method, path).AsAdministrator().Without("Sec-Fetch-Site").With("Origin", "null"), 401);
        await AssertNothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(Unsafe))]
    public async Task A_change_with_cookies_that_does_not_say_where_it_comes_from_is_refused(string method, string path)
    {
        await AssertRefusedAsync(Good(method, path).AsAdministrator().Without("Sec-Fetch-Site"), 401);
        await AssertNothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_browser_without_fetch_metadata_is_known_by_its_origin(string method, string path)
    {
        string origin = _host.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(200, (await Good(method, path).AsAdministrator().Without("Sec-Fetch-Site").With("Origin", origin).SendAsync(_host)).Status);
    }

    [Theory]
    [MemberData(nameof(Unsafe))]
    public async Task A_body_that_is_none_is_refused_with_its_place(string method, string path)
    {
        foreach (string body in new[] { "", "{", "[]", "7", "{\"event\":\"create_issue\",\"event\":\"close_issue\"}", "{\"event\":\"\\ud800\"}" })
        {
            await AssertRefusedAsync(Good(method, path).AsAdministrator().Json(body), 400);
        }

        await AssertNothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(Unsafe))]
    public async Task A_body_that_is_too_deep_or_too_long_is_refused(string method, string path)
    {
        await AssertRefusedAsync(Good(method, path).AsAdministrator().Json($"{{\"x\":{new string('[', 100)}{new string(']', 100)}}}"), 400);
        await AssertRefusedAsync(Good(method, path).AsAdministrator().Json($"{{\"x\":\"{new string('x', 70_000)}\"}}"), 413);
        await AssertNothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(Unsafe))]
    public async Task A_body_of_another_type_is_refused(string method, string path)
    {
        foreach (string type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
        {
            await AssertRefusedAsync(Good(method, path).AsAdministrator().Json(BodyOf(method, path)!, type), 415);
        }

        await AssertNothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(Safe))]
    public async Task Head_is_answered_as_get_without_the_body(string method, string path)
    {
        Reply get = await Good(method, path).AsAdministrator().SendAsync(_host);
        Reply head = await new Call("HEAD", Root + path).AsAdministrator().SendAsync(_host);

        Assert.Equal(200, head.Status);
        Assert.Empty(head.Bytes);
        Assert.Equal(get.Headers["Content-Length"], head.Headers["Content-Length"]);
        Assert.Equal(get.Type, head.Type);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Other_methods_are_none(string method, string path)
    {
        string[] known = [.. Endpoints.Where(one => one.Path == path).SelectMany(one => one.Method == "GET" ? ["GET", "HEAD"] : new[] { one.Method })];
        foreach (string other in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE" }.Except(known))
        {
            Reply reply = await new Call(other, Root + path).AsAdministrator().SendAsync(_host);

            Assert.True(reply.Status == 405, $"{other} {path}: {reply}");
            Assert.Equal(known.Order(), reply.Headers["Allow"].Split(", ").Order());
        }

        Assert.Contains(method, known);
        await AssertNothingHappenedAsync();
    }

    [Theory]
    [InlineData("queries")]
    [InlineData("non_sql_metrics")]
    public async Task What_is_not_switched_on_is_not_found_by_administrators_and_forbidden_to_others(string path)
    {
        await using PingHost host = await PingHost.StartAsync();

        Assert.Equal(404, (await new Call("GET", Root + path).AsAdministrator().SendAsync(host)).Status);
        Assert.Equal(403, (await new Call("GET", Root + path).As("7").SendAsync(host)).Status);
        Assert.Equal(401, (await new Call("GET", Root + path).SendAsync(host)).Status);
    }

    private static TheoryData<string, string> Where(Predicate<(string Method, string Path, string? Body, string Audience)> condition)
    {
        TheoryData<string, string> data = [];
        foreach ((string Method, string Path, string? Body, string Audience) one in Endpoints)
        {
            if (condition(one))
            {
                data.Add(one.Method, one.Path);
            }
        }

        return data;
    }

    private static string? BodyOf(string method, string path) => Endpoints.Single(one => one.Method == method && one.Path == path).Body;

    private static Call Good(string method, string path)
    {
        Call call = new(method, Root + path);
        return BodyOf(method, path) is { } body ? call.Json(body) : call;
    }

    private async Task AssertRefusedAsync(Call call, int status)
    {
        Reply reply = await call.SendAsync(_host);

        Assert.True(reply.Status == status, $"{status} was expected, and not {reply}");
        Assert.Equal("application/problem+json", reply.Type);
        Assert.Equal(status, reply.Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(reply.Json.GetProperty("title").GetString()!);
        Assert.NotEmpty(reply.Json.GetProperty("detail").GetString()!);
        Assert.True(reply.Json.TryGetProperty("message", out JsonElement message) || reply.Json.TryGetProperty("error", out message));
    }

    private async Task AssertNothingHappenedAsync()
    {
        Assert.Equal(0, await _host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
        Assert.Equal(0, await _host.ReadAsync(ShopMetrics.Counts.WebIdeCommits));
        Assert.Equal("true", _host.Get<ServicePingSettings>().Current[SettingNames.IncludeOptionalMetrics].Value);
    }
}
