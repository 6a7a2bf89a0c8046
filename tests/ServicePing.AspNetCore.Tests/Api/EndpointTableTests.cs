using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace ServicePing.AspNetCore.Tests;

/// <summary>Every endpoint beside everything that may be wrong with a request.</summary>
public sealed class EndpointTableTests : IAsyncLifetime
{
    private const string Root = "/api/v4/usage_data/";

    /// <summary>Every endpoint with a body that it takes, for whom it is, and what it answers then.</summary>
    internal static readonly (string Method, string Path, string? Body, string Audience, int Answer)[] Endpoints =
    [
        ("GET", "metric_definitions", null, "anybody", 200),
        ("GET", "service_ping", null, "administrators", 200),
        ("GET", "queries", null, "administrators", 200),
        ("GET", "non_sql_metrics", null, "administrators", 200),
        ("POST", "track_event", """{"event":"create_issue"}""", "users", 200),
        ("POST", "track_events", """{"events":[{"event":"create_issue"}]}""", "users", 200),
        ("POST", "increment_counter", """{"event":"web_ide_commits"}""", "users", 200),
        ("POST", "increment_unique_users", """{"event":"g_search_issues"}""", "users", 200),
        ("GET", "history", null, "administrators", 200),
        ("GET", "settings", null, "administrators", 200),
        ("GET", "forwarded_events", null, "administrators", 200),
        ("GET", "export", null, "administrators", 200),
        ("POST", "send", null, "administrators", 200),
        // No receipt of anything; OfflineEndpointTests has one that is.
        ("POST", "receipt", """{"receipt":{}}""", "administrators", 409),
        ("PUT", "settings", """{"include_optional_metrics":false}""", "administrators", 200),
    ];

    private PingHost _host = null!;

    public static TheoryData<string, string> All => Where(_ => true);

    public static TheoryData<string, string> ForUsers => Where(one => one.Audience != "anybody");

    public static TheoryData<string, string> ForAdministrators => Where(one => one.Audience == "administrators");

    public static TheoryData<string, string> Unsafe => Where(one => one.Method != "GET");

    public static TheoryData<string, string> Safe => Where(one => one.Method == "GET");

    /// <summary>Those that read JSON; a receipt is read as it has come.</summary>
    public static TheoryData<string, string> ReadingJson => Where(one => one.Body is not null && one.Path != "receipt");

    public async Task InitializeAsync()
    {
        _host = await PingHost.StartAsync(Switched);
        await _host.Get<IPingHistory>().SendNowAsync("the tests");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    /// <summary>With all reports switched on.</summary>
    internal static void Switched(ServicePingHttpOptions options)
    {
        options.QueriesApi = true;
        options.NonSqlMetricsApi = true;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_administrator_is_answered(string method, string path)
    {
        Reply reply = await Good(method, path).AsAdministrator().SendAsync(_host);

        Assert.True(reply.Status == AnswerOf(method, path), reply.ToString());
        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
        Assert.Equal("nosniff", reply.Headers["X-Content-Type-Options"]);
    }

    [Fact]
    public async Task All_are_answered_below_a_path_base_too()
    {
        await using PingHost host = await PingHost.StartAsync(Switched, use: app => app.UsePathBase("/shop").UseRouting());
        await host.Get<IPingHistory>().SendNowAsync("the tests");
        foreach ((string method, string path, string? body, _, int answer) in Endpoints)
        {
            Reply reply = await Good(method, path, "/shop").AsAdministrator().SendAsync(host);

            Assert.True(reply.Status == answer, $"{method} {path} {body}: {reply}");
        }
    }

    [Theory]
    [MemberData(nameof(ForUsers))]
    public async Task A_token_that_ended_or_is_none_lets_nobody_in(string method, string path)
    {
        CreatedToken revoked = await _host.TokenAsync();
        await _host.Get<ServicePingTokens>().RevokeAsync(revoked.Token.Id, "the tests");

        await AssertRefusedAsync(Good(method, path).By(revoked), 401);
        await AssertRefusedAsync(Good(method, path).By(await ExpiredAsync()), 401);
        await AssertRefusedAsync(Good(method, path).With("PRIVATE-TOKEN", revoked.Text[..^1]), 401);
        await AssertRefusedAsync(Good(method, path).With("Authorization", "Bearer spt_nobodys"), 401);
        await AssertNothingHappenedAsync();
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

        Reply reply = await Good(method, path).AsAdministrator().Without("Sec-Fetch-Site").With("Origin", origin).SendAsync(_host);

        Assert.Equal(AnswerOf(method, path), reply.Status);
    }

    [Theory]
    [MemberData(nameof(ReadingJson))]
    public async Task A_body_that_is_none_is_refused_with_its_place(string method, string path)
    {
        foreach (string body in new[] { "", "{", "[]", "7", "{\"event\":\"create_issue\",\"event\":\"close_issue\"}", "{\"event\":\"\\ud800\"}" })
        {
            await AssertRefusedAsync(Good(method, path).AsAdministrator().Json(body), 400);
        }

        await AssertNothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(ReadingJson))]
    public async Task A_body_that_is_too_deep_or_too_long_is_refused(string method, string path)
    {
        await AssertRefusedAsync(Good(method, path).AsAdministrator().Json($"{{\"x\":{new string('[', 100)}{new string(']', 100)}}}"), 400);
        await AssertRefusedAsync(Good(method, path).AsAdministrator().Json($"{{\"x\":\"{new string('x', 70_000)}\"}}"), 413);
        await AssertNothingHappenedAsync();
    }

    [Theory]
    [MemberData(nameof(ReadingJson))]
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
        // An export says when it was made.
        Assert.True(path == "export" || get.Headers["Content-Length"] == head.Headers["Content-Length"]);
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

    internal static Call Good(string method, string path, string pathBase = "")
    {
        Call call = new(method, pathBase + Root + path);
        return Endpoints.Single(one => one.Method == method && one.Path == path).Body is { } body ? call.Json(body) : call;
    }

    private static TheoryData<string, string> Where(Predicate<(string Method, string Path, string? Body, string Audience, int Answer)> condition)
    {
        TheoryData<string, string> data = [];
        foreach ((string Method, string Path, string? Body, string Audience, int Answer) one in Endpoints)
        {
            if (condition(one))
            {
                data.Add(one.Method, one.Path);
            }
        }

        return data;
    }

    private static string? BodyOf(string method, string path) => Endpoints.Single(one => one.Method == method && one.Path == path).Body;

    private static int AnswerOf(string method, string path) => Endpoints.Single(one => one.Method == method && one.Path == path).Answer;

    private async Task<CreatedToken> ExpiredAsync()
    {
        CreatedToken token = await _host.Get<ServicePingTokens>().CreateAsync(
            new TokenRequest("short", "7", "user 7", [TokenScopes.Api], TimeProvider.System.GetUtcNow().AddMilliseconds(300)) { IsAdministrator = true },
            "the tests");
        while ((await _host.Get<ServicePingTokens>().FindAsync(token.Text)).IsValid)
        {
            await Task.Delay(50);
        }

        return token;
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
        Assert.Single(await _host.Get<IPingHistory>().CyclesAsync());
    }
}
