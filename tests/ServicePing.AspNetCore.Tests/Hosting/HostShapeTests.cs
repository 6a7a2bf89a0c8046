using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.AspNetCore.Tests;

/// <summary>Programs as they are: the service ping changes nothing of them and works in all.</summary>
public sealed partial class HostShapeTests
{
    private const string Event = """{"event":"create_issue"}""";

    [Fact]
    public async Task A_fallback_policy_neither_opens_nor_closes_anything()
    {
        await using PingHost host = await PingHost.StartAsync(
            build: builder => builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole("nobody").Build()),
            use: app => app.MapGet("/own", () => "own"));

        Assert.Equal(302, (await new Call("GET", "/own").SendAsync(host)).Status);
        Assert.Equal(200, (await new Call("GET", "/api/v4/usage_data/metric_definitions").SendAsync(host)).Status);
        await AssertAdmitsAsync(host, "");
    }

    [Fact]
    public async Task A_path_base_comes_before_all_addresses()
    {
        await using PingHost host = await PingHost.StartAsync(use: app =>
        {
            app.UsePathBase("/shop");
            app.UseRouting();
        });

        await AssertAdmitsAsync(host, "/shop");
    }

    [Fact]
    public async Task Behind_a_proxy_the_origin_is_that_of_the_browser()
    {
        await using PingHost host = await PingHost.StartAsync(
            build: builder => builder.Services.Configure<ForwardedHeadersOptions>(options =>
            {
                options.ForwardedHeaders = ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix;
                options.KnownIPNetworks.Clear();
                options.KnownProxies.Clear();
            }),
            use: app => app.UseForwardedHeaders());
        Call call = Track("").As("7").Without("Sec-Fetch-Site")
            .With("X-Forwarded-Host", "shop.example").With("X-Forwarded-Proto", "https");

        Assert.Equal(200, (await call.With("Origin", "https://shop.example").SendAsync(host)).Status);
        Assert.Equal(401, (await call.With("Origin", "https://evil.example").SendAsync(host)).Status);
        Assert.Equal(401, (await call.With("Origin", host.Address.GetLeftPart(UriPartial.Authority)).SendAsync(host)).Status);
    }

    [Fact]
    public async Task A_program_without_users_takes_tokens_and_nothing_else()
    {
        await using PingHost host = await PingHost.StartAsync(
            options =>
            {
                options.AdministratorPolicy = null;
                options.AllowAnonymousAdministrators();
            },
            build: builder =>
            {
                foreach (ServiceDescriptor one in builder.Services.Where(one => one.ServiceType.Namespace?.Contains("Authorization", StringComparison.Ordinal) == true).ToArray())
                {
                    builder.Services.Remove(one);
                }
            });

        Assert.Equal(200, (await new Call("GET", "/api/v4/usage_data/settings").SendAsync(host)).Status);
        Assert.Equal(401, (await Track("").SendAsync(host)).Status);
        Assert.Equal(200, (await Track("").By(await host.TokenAsync(isAdministrator: false)).SendAsync(host)).Status);
    }

    [Theory]
    [InlineData("MVC")]
    [InlineData("Razor Pages")]
    [InlineData("Blazor")]
    public async Task A_program_with_antiforgery_wants_its_token_beside_a_cookie(string kind)
    {
        await using PingHost host = await PingHost.StartAsync(build: builder => _ = kind switch
        {
            "MVC" => builder.Services.AddControllersWithViews().Services,
            "Razor Pages" => builder.Services.AddRazorPages().Services,
            _ => builder.Services.AddRazorComponents().Services,
        });

        Reply without = await Track("").As("7").SendAsync(host);
        Assert.Equal(401, without.Status);
        Assert.Contains("antiforgery", without.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);

        (string cookie, string header, string value) = TokenOf(host, "7");
        Call with = Track("").As("7").With(header, value);
        Assert.Equal(200, (await with.With("Cookie", $"{SessionScheme.CookieOf("7", "developer")}; {cookie}").SendAsync(host)).Status);
        Assert.Equal(200, (await Track("").By(await host.TokenAsync()).SendAsync(host)).Status);
        Assert.Equal(200, (await new Call("GET", "/api/v4/usage_data/settings").AsAdministrator().SendAsync(host)).Status);
        await AssertPageAsync(host, "");
    }

    [Fact]
    public async Task A_program_may_do_without_its_antiforgery_here()
    {
        await using PingHost host = await PingHost.StartAsync(
            options => options.UsesAntiforgery = false, build: builder => builder.Services.AddAntiforgery());

        Assert.Equal(200, (await Track("").As("7").SendAsync(host)).Status);
    }

    [Fact]
    public async Task Two_nodes_with_different_key_rings_admit_the_same_requests()
    {
        static void Ring(WebApplicationBuilder builder) => builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        await using PingHost one = await PingHost.StartAsync(build: Ring);
        await using PingHost other = await PingHost.StartAsync(build: Ring);

        await AssertAdmitsAsync(one, "");
        await AssertAdmitsAsync(other, "");
    }

    [Fact]
    public async Task What_a_program_puts_before_its_endpoints_is_put_before_these()
    {
        await using PingHost host = await PingHost.StartAsync(mapped: endpoints => endpoints.RequireHost("admin.example"));

        Assert.Equal(404, (await new Call("GET", "/api/v4/usage_data/metric_definitions").SendAsync(host)).Status);
        Assert.Equal(200, (await new Call("GET", "/api/v4/usage_data/metric_definitions").With("Host", "admin.example").SendAsync(host)).Status);
    }

    private static async Task AssertAdmitsAsync(PingHost host, string pathBase)
    {
        Assert.Equal(200, (await Track(pathBase).As("7").SendAsync(host)).Status);
        Assert.Equal(200, (await new Call("GET", $"{pathBase}/api/v4/usage_data/settings").AsAdministrator().SendAsync(host)).Status);
        Assert.Equal(403, (await new Call("GET", $"{pathBase}/api/v4/usage_data/settings").As("7").SendAsync(host)).Status);
        Assert.Equal(401, (await new Call("GET", $"{pathBase}/api/v4/usage_data/settings").SendAsync(host)).Status);
        Assert.Equal(1, await host.ReadAsync(ShopMetrics.Counts.CountTotalCreateIssue));
        await AssertPageAsync(host, pathBase);
    }

    /// <summary>The page, and whatever it leads to, for administrators and nobody else.</summary>
    private static async Task AssertPageAsync(PingHost host, string pathBase)
    {
        string root = $"{pathBase}/admin/service_ping";
        Reply page = await new Call("GET", root).AsAdministrator().SendAsync(host);
        Assert.Equal(200, page.Status);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        string[] links = [.. Link().Matches(page.Text).Select(link => link.Groups[1].Value).Where(link => !link.StartsWith('#') && !link.StartsWith("data:", StringComparison.Ordinal)).Distinct()];
        Assert.True(links.Length > 10, page.Text);
        foreach (string link in links)
        {
            Uri target = new(new Uri(host.Address, root), link);
            Reply reached = await new Call("GET", target.PathAndQuery).AsAdministrator().SendAsync(host);
            Assert.True(reached.Status == 200, $"{link}: {reached.Status}");
        }

        Assert.Equal(403, (await new Call("GET", root).As("7").SendAsync(host)).Status);
        Reply away = await new Call("GET", root).SendAsync(host);
        Assert.Equal((302, "/sign-in"), (away.Status, away.Headers["Location"]));
        Assert.Equal(302, (await new Call("GET", root).By(await host.TokenAsync()).SendAsync(host)).Status);
    }

    private static Call Track(string pathBase) => new Call("POST", $"{pathBase}/api/v4/usage_data/track_event").Json(Event);

    /// <summary>The antiforgery token of a user, as a page of the program would hand it out.</summary>
    private static (string Cookie, string Header, string Value) TokenOf(PingHost host, string user)
    {
        Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery = host.Get<Microsoft.AspNetCore.Antiforgery.IAntiforgery>();
        DefaultHttpContext context = new()
        {
            RequestServices = host.App.Services,
            User = new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, user), new Claim(ClaimTypes.Name, $"user {user}"), new Claim(ClaimTypes.Role, "developer")], SessionScheme.Name)),
        };
        Microsoft.AspNetCore.Antiforgery.AntiforgeryTokenSet tokens = antiforgery.GetAndStoreTokens(context);
        return (context.Response.Headers.SetCookie.ToString().Split(';')[0], tokens.HeaderName!, tokens.RequestToken!);
    }

    [GeneratedRegex("(?:href|src|action)=\"([^\"]+)\"")]
    private static partial Regex Link();
}
