using System.Security.Claims;
using Microsoft.AspNetCore.Builder;

namespace ServicePing.AspNetCore.Tests;

/// <summary>Personal access tokens at every endpoint.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private const string Root = "/api/v4/usage_data/";
    private const string Event = """{"event":"create_issue"}""";

    private PingHost _host = null!;

    public async Task InitializeAsync() => _host = await PingHost.StartAsync(options =>
    {
        options.QueriesApi = true;
        options.NonSqlMetricsApi = true;
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("GET", "service_ping", "read_service_ping api")]
    [InlineData("GET", "queries", "read_service_ping api")]
    [InlineData("GET", "non_sql_metrics", "read_service_ping api")]
    [InlineData("POST", "track_event", "api ai_workflows")]
    [InlineData("POST", "track_events", "api ai_workflows")]
    [InlineData("POST", "increment_counter", "api")]
    [InlineData("POST", "increment_unique_users", "api")]
    [InlineData("GET", "history", "api")]
    [InlineData("GET", "settings", "api")]
    [InlineData("PUT", "settings", "api")]
    [InlineData("POST", "send", "api")]
    [InlineData("GET", "export", "api")]
    [InlineData("POST", "receipt", "api")]
    public async Task A_token_needs_one_of_the_scopes_of_an_endpoint(string method, string path, string scopes)
    {
        foreach (string scope in TokenScopes.All.Except(scopes.Split(' ')))
        {
            Reply refused = await new Call(method, Root + path).Json(Event).By(await _host.TokenAsync(scope)).SendAsync(_host);

            Assert.True(refused.Status == 403, $"{scope}: {refused}");
            Assert.Contains("none of the scopes", refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        foreach (string scope in scopes.Split(' '))
        {
            Reply admitted = await new Call(method, Root + path).Json(Event).By(await _host.TokenAsync(scope)).SendAsync(_host);

            Assert.True(admitted.Status is 200 or 400 or 409, $"{scope}: {admitted}");
        }
    }

    [Theory]
    [InlineData("PRIVATE-TOKEN", "{0}")]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "bearer {0}")]
    public async Task A_token_comes_in_either_header_and_its_user_is_counted(string header, string value)
    {
        CreatedToken token = await _host.TokenAsync(TokenScopes.AiWorkflows, isAdministrator: false);

        Reply reply = await new Call("POST", Root + "track_event").Json(Event)
            .With(header, value.Replace("{0}", token.Text, StringComparison.Ordinal)).SendAsync(_host);

        Assert.Equal(200, reply.Status);
        Assert.Equal(1, await _host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_refused_from_then_on()
    {
        CreatedToken token = await _host.TokenAsync();
        Assert.Equal(200, (await Settings().By(token).SendAsync(_host)).Status);

        await _host.Get<ServicePingTokens>().RevokeAsync(token.Token.Id, "the tests");

        Reply reply = await Settings().By(token).SendAsync(_host);
        Assert.Equal(401, reply.Status);
        Assert.Contains("revoked", reply.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_none_is_refused_also_beside_the_session_of_an_administrator()
    {
        CreatedToken token = await _host.TokenAsync();
        string changed = token.Text[..^1] + (token.Text[^1] == 'A' ? 'B' : 'A');

        Assert.Equal(401, (await Settings().With("PRIVATE-TOKEN", changed).SendAsync(_host)).Status);
        Assert.Equal(401, (await Settings().AsAdministrator().With("PRIVATE-TOKEN", changed).SendAsync(_host)).Status);
    }

    [Fact]
    public async Task A_token_of_a_user_is_no_administrator_whatever_the_cookie_beside_it_says()
    {
        CreatedToken token = await _host.TokenAsync(isAdministrator: false);

        Assert.Equal(403, (await Settings().By(token).SendAsync(_host)).Status);
        Assert.Equal(403, (await Settings().AsAdministrator().By(token).SendAsync(_host)).Status);
        Assert.Equal(200, (await new Call("POST", Root + "track_event").Json(Event).By(token).SendAsync(_host)).Status);
    }

    [Fact]
    public async Task A_token_of_another_kind_in_the_same_header_is_left_to_the_program() =>
        Assert.Equal(200, (await Settings().AsAdministrator().With("PRIVATE-TOKEN", "glpat-of-the-product").SendAsync(_host)).Status);

    [Fact]
    public async Task Where_the_program_says_who_a_user_is_now_its_policy_decides()
    {
        string? role = "administrator";
        await using PingHost host = await PingHost.StartAsync(options => options.TokenUserOf = (_, token) => ValueTask.FromResult(
            role is null ? null : new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "Product"))));
        CreatedToken token = await host.TokenAsync(isAdministrator: false);

        Assert.Equal(200, (await Settings().By(token).SendAsync(host)).Status);
        role = "developer";
        Assert.Equal(403, (await Settings().By(token).SendAsync(host)).Status);
        role = null;
        Assert.Equal(401, (await Settings().By(token).SendAsync(host)).Status);
    }

    [Fact]
    public async Task What_the_program_demands_besides_is_demanded_of_tokens_too()
    {
        await using PingHost host = await PingHost.StartAsync(mapped: endpoints => endpoints.RequireAuthorization(policy => policy.RequireClaim("department", "operations")));
        CreatedToken token = await host.TokenAsync();

        Assert.Equal(403, (await Settings().By(token).SendAsync(host)).Status);
        Assert.Equal(403, (await Settings().AsAdministrator().SendAsync(host)).Status);
        Assert.Equal(401, (await new Call("GET", Root + "metric_definitions").SendAsync(host)).Status);
    }

    private static Call Settings() => new("GET", Root + "settings");
}
