using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServicePing.AspNetCore.Tests;

/// <summary>What requests count, and what becomes of requests where counting fails.</summary>
public sealed class RequestTrackingTests
{
    private const string Cookie = "Cookie";
    private static readonly (string Name, string Value) Somebody = (TrackedProgram.User, "7");

    [Theory]
    [InlineData("/lambda")]
    [InlineData("/attribute")]
    [InlineData("/group/inner")]
    [InlineData("/mvc")]
    [InlineData("/Tracked")]
    [InlineData("/component")]
    public async Task A_request_counts_whatever_kind_of_endpoint_answers_it(string path)
    {
        await using TrackedProgram program = await TrackedProgram.StartAsync(
            app =>
            {
                app.UseAntiforgery();
                app.MapGet("/lambda", () => "<p>").TrackEvent(
                    "create_issue", arguments: (_, arguments) => arguments.Properties["label"] = "bug");
                app.MapGet("/attribute", [TrackEvent("create_issue", Label = "bug")] () => "<p>");
                app.MapGroup("/group").TrackEvent("create_issue", arguments: (_, arguments) => arguments.Properties["label"] = "bug")
                    .MapGet("/inner", () => "<p>");
                app.MapControllers();
                app.MapRazorPages();
                app.MapRazorComponents<RootComponent>();
            },
            builder =>
            {
                TrackedProgram.AddPages(builder.Services.AddMvc());
                builder.Services.AddRazorComponents();
            });
        for (int i = 0; i < 2; i++)
        {
            HttpResponseMessage answer = await program.VisitAsync(path, Somebody);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(2, await program.CountAsync("created"));
        Assert.Equal(2, await program.CountAsync("created_bugs"));
        Assert.Equal(1, await program.CountAsync("creators"));
    }

    [Fact]
    public async Task A_product_with_words_of_its_own_counts_its_user_and_its_places_by_them()
    {
        await using TrackedProgram program = await TrackedProgram.StartAsync(
            app => app.MapGet("/groups/{id}", () => "<p>").TrackEvent("join_group", arguments: (context, arguments) =>
                arguments.Identifiers["organisation"] = context.Request.RouteValues["id"] as string),
            configure: options => options.UserIdentifier = "member");
        await program.VisitAsync("/groups/1", Somebody);
        await program.VisitAsync("/groups/2", Somebody);
        await program.VisitAsync("/groups/2");

        Assert.Equal(1, await program.CountAsync("members"));
        Assert.Equal(2, await program.CountAsync("organisations"));
        Assert.DoesNotContain(program.Log.Lines, line => line.Level >= LogLevel.Warning && line.Message.Contains("join_group", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "text/html")]
    [InlineData(true, "image/png, application/xhtml+xml;q=0.5")]
    [InlineData(true, "TEXT/HTML ; blazor-enhanced-nav=on")]
    [InlineData(false, "*/*")]
    [InlineData(false, "application/json")]
    [InlineData(false, "application/json, text/html;q=0")]
    [InlineData(false, "text/html5")]
    [InlineData(false, "text/html", "DNT", "1")]
    [InlineData(true, "text/html", "DNT", "0")]
    [InlineData(false, "text/html", "Sec-GPC", "1")]
    [InlineData(false, "text/html", "Sec-Purpose", "prefetch;prerender")]
    [InlineData(false, "text/html", "Purpose", "prefetch")]
    public async Task A_request_counts_that_asks_for_html_and_forbids_nothing(bool counts, string accept, string? header = null, string value = "")
    {
        await using TrackedProgram program = await TrackedProgram.StartAsync(app => app.MapGet("/", () => "<p>").TrackEvent("create_issue"));
        (await program.SendAsync(HttpMethod.Get, "/", ("Accept", accept), (header ?? "X-Nothing", value))).EnsureSuccessStatusCode();
        Assert.Equal(counts ? 1 : 0, await program.CountAsync("created"));
    }

    [Theory]
    [InlineData("GET", 200, true)]
    [InlineData("GET", 206, true)]
    [InlineData("GET", 304, true)]
    [InlineData("GET", 302, false)]
    [InlineData("POST", 302, true)]
    [InlineData("POST", 303, true)]
    [InlineData("POST", 201, true)]
    [InlineData("POST", 422, false)]
    [InlineData("GET", 404, false)]
    [InlineData("GET", 500, false)]
    [InlineData("HEAD", 200, false)]
    [InlineData("OPTIONS", 200, false)]
    public async Task Success_counts(string method, int status, bool counts)
    {
        await using TrackedProgram program = await TrackedProgram.StartAsync(
            app => app.MapMethods("/", [method], (HttpContext context) => context.Response.StatusCode = status).TrackEvent("create_issue"));
        await program.SendAsync(new HttpMethod(method), "/", ("Accept", "text/html"));
        Assert.Equal(counts ? 1 : 0, await program.CountAsync("created"));
    }

    [Fact]
    public async Task A_request_that_failed_does_not_count_whatever_is_answered_in_its_place()
    {
        await using TrackedProgram program = await TrackedProgram.StartAsync(app =>
        {
            app.UseExceptionHandler(handler => handler.Run(context =>
            {
                context.Response.Redirect("/sorry");
                return Task.CompletedTask;
            }));
            app.MapPost("/", (HttpContext context) => throw new InvalidOperationException())
                .TrackEvent("create_issue").TrackUnique("users_visiting_projects");
        });
        HttpResponseMessage answer = await program.SendAsync(HttpMethod.Post, "/", ("Accept", "text/html"), Somebody);

        Assert.Equal(302, (int)answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(0, await program.CountAsync("created"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_visitor_is_made_of_somebody_who_is_signed_in_and_known_again(bool startsEarly)
    {
        await using TrackedProgram program = await TrackedProgram.StartAsync(app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapGet("/", (HttpContext context) => startsEarly ? context.Response.StartAsync() : Task.CompletedTask)
                .TrackUnique("users_visiting_projects");
        });
        HttpResponseMessage first = await program.VisitAsync("/base/", Somebody, ("X-Https", "1"));
        string cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        string[] parts = cookie.Split("; ");
        Assert.True(Guid.TryParseExact(parts[0].Split('=')[1], "D", out _), cookie);
        Assert.StartsWith("visitor_id=", cookie, StringComparison.Ordinal);
        Assert.Equal(
            ["expires=Sat, 18 Nov 2028 12:00:00 GMT", "httponly", "path=/base", "samesite=lax", "secure"], parts[1..].Order(StringComparer.Ordinal));

        foreach ((string, string)[] headers in new[] { [Somebody, (Cookie, parts[0])], [(Cookie, parts[0])], Array.Empty<(string, string)>() })
        {
            Assert.False((await program.VisitAsync("/", headers)).Headers.Contains("Set-Cookie"));
        }

        Assert.Equal(1, await program.VisitorsAsync());
        HttpResponseMessage forged = await program.VisitAsync("/", (TrackedProgram.User, "8"), (Cookie, "visitor_id=x"));
        Assert.DoesNotContain("secure", Assert.Single(forged.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(2, await program.VisitorsAsync());
    }

    [Fact]
    public async Task Nobody_becomes_a_visitor_whose_browser_would_not_keep_the_cookie_or_who_is_not_to_be_tracked()
    {
        await using TrackedProgram program = await TrackedProgram.StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                if (context.Request.Headers.ContainsKey("X-No-Consent"))
                {
                    context.Features.Set<ITrackingConsentFeature>(new NoConsent());
                }

                return next(context);
            });
            app.UseRouting();
            app.MapGet("/", () => "<p>").TrackUnique("users_visiting_projects", @if: context => !context.Request.Query.ContainsKey("draft"));
        });
        foreach (HttpResponseMessage answer in new[]
        {
            await program.VisitAsync("/", Somebody, ("X-No-Consent", "1")),
            await program.VisitAsync("/", Somebody, ("DNT", "1")),
            await program.VisitAsync("/?draft=1", Somebody),
            await program.VisitAsync("/"),
        })
        {
            Assert.Equal(200, (int)answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        Assert.Equal(0, await program.VisitorsAsync());
    }

    [Fact]
    public async Task An_identifier_of_its_own_a_user_or_a_counter_needs_no_cookie()
    {
        await using TrackedProgram program = await TrackedProgram.StartAsync(
            app =>
            {
                app.MapControllers();
                app.MapGet("/user", () => "{}").TrackUnique("i_search", by: UniqueBy.User, anyRequest: true);
                app.MapGet("/team/{id}", () => "<p>")
                    .TrackUnique("users_visiting_projects", identifier: context => context.Request.RouteValues["id"] as string)
                    .TrackCounter("Usage_wiki_pages_view");
            },
            builder => TrackedProgram.AddPages(builder.Services.AddMvc()),
            options => options.UserOf = context => context.Request.Query["as"].FirstOrDefault());
        foreach (string path in (string[])["/mvc/projects/12", "/mvc/projects/12?draft=1", "/mvc/projects/13", "/team/13", "/team/14", "/user?as=x"])
        {
            HttpResponseMessage answer = await program.VisitAsync(path, Somebody);
            Assert.Equal(200, (int)answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        await program.SendAsync(HttpMethod.Get, "/user?as=y", ("Accept", "application/json"));
        await program.SendAsync(HttpMethod.Get, "/user", ("Accept", "application/json"));
        Assert.Equal(2, await program.CountAsync("projects"));
        Assert.Equal(3, await program.VisitorsAsync());
        Assert.Equal(2, await program.CountAsync("searchers"));
        Assert.Equal(2, await program.CountAsync("wiki_views"));
    }

    [Fact]
    public async Task Code_that_throws_changes_no_request_and_is_told_once()
    {
        static bool Throw() => throw new InvalidOperationException("Not today.");
        await using TrackedProgram program = await TrackedProgram.StartAsync(
            app =>
            {
                app.MapGet("/if", () => "all is well").TrackEvent("create_issue", @if: _ => Throw()).TrackCounter("wiki_pages_view");
                app.MapGet("/id", () => "all is well").TrackUnique("i_search", identifier: _ => Throw());
                app.MapGet("/visitor", () => "all is well").TrackUnique("i_search");
                app.MapGet("/user", () => "all is well").TrackEvent("create_issue");
            },
            configure: options => options.UserOf = _ => Throw());
        foreach (string path in (string[])["/if", "/if", "/id", "/visitor", "/user"])
        {
            HttpResponseMessage answer = await program.VisitAsync(path);
            Assert.Equal("all is well", await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(
            [
                "'HTTP: GET /if' does not count event 'create_issue', as its code has thrown.",
                "'HTTP: GET /id' does not count unique event 'i_search', as its code has thrown.",
                "'HTTP: GET /visitor' does not count unique event 'i_search', as its code has thrown.",
                "'HTTP: GET /user' does not count event 'create_issue', as its code has thrown.",
            ],
            program.Log.Lines.Where(line => line.Level == LogLevel.Warning && line.Category == "ServicePing.RequestTracker")
                .Select(line => line.Message));
        Assert.Equal(2, await program.CountAsync("wiki_views"));
    }

    [Fact]
    public async Task A_program_does_not_start_where_it_tracks_what_no_definition_has()
    {
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TrackedProgram.StartAsync(
            app =>
            {
                app.MapGet("/a", () => "").TrackEvent("creat_issue");
                app.MapGet("/b", () => "").TrackEvent("users_visiting_projects");
                app.MapGet("/c", () => "").TrackUnique("create_issue");
                app.MapGet("/d", () => "").TrackCounter("wiki_page_view");
                app.MapGet("/e/{id}", [TrackEvent("create_issue", ProjectRouteValue = "project")] () => "");
                app.MapGet("/f", () => "").TrackUnique("whatever").TrackUnique("i_search").TrackCounter("WIKI_pages_view");
            }));
        Assert.Equal(
            """
            Requests are tracked as what the program does not have:
            - 'HTTP: GET /a' tracks event 'creat_issue', which no definition has; is it 'create_issue'?
            - 'HTTP: GET /b' tracks event 'users_visiting_projects', which no definition has; TrackUnique counts the unique event of that name.
            - 'HTTP: GET /c' tracks unique event 'create_issue', which no definition has; TrackEvent tracks the event of that name.
            - 'HTTP: GET /d' tracks counter 'wiki_page_view', which no definition has; is it 'wiki_pages_view'?
            - 'HTTP: GET /e/{id}' tracks event 'create_issue' with the route value 'project', which its route does not have.
            - 'HTTP: GET /f' tracks unique event 'whatever', which no definition has.
            """,
            refused.Message);
    }

    [Fact]
    public async Task A_program_does_not_start_where_a_page_tracks_what_no_definition_has()
    {
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TrackedProgram.StartAsync(
            app => app.MapRazorPages(),
            builder => TrackedProgram.AddPages(builder.Services.AddRazorPages(pages => pages.Conventions.AddPageApplicationModelConvention(
                "/Tracked", page => page.EndpointMetadata.Add(new TrackEventAttribute("close_issues")))))));
        Assert.Contains("'/Tracked' tracks event 'close_issues', which no definition has; is it 'close_issue'?", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_comes_later_answers_and_its_mistake_is_told_once()
    {
        await using TrackedProgram program = await TrackedProgram.StartAsync(app => app.MapGet("/", () => ""));
        program.App.MapGet("/late", () => "late").TrackEvent("close_issues").TrackEvent("create_issue", arguments: (_, arguments) =>
        {
            arguments.Properties["lable"] = "bug";
            arguments.Properties["label"] = 3;
        });
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("late", await (await program.VisitAsync("/late")).Content.ReadAsStringAsync());
        }

        Assert.Equal(
            [
                "'HTTP: GET /late' does not count event 'close_issues', as no definition of the program has it.",
                "'HTTP: GET /late' counts event 'create_issue' with something wrong: 'lable' (Undeclared).",
                "'HTTP: GET /late' counts event 'create_issue' with something wrong: 'label' (WrongType).",
                "'HTTP: GET /late' counts event 'create_issue' with something wrong: 'project' (Missing).",
            ],
            program.Log.Lines.Where(line => line.Category == "ServicePing.RequestTracker").Select(line => line.Message));
        Assert.Equal(2, await program.CountAsync("created"));
    }

    [Fact]
    public async Task A_program_that_would_track_requests_and_has_not_said_so_is_told_the_line_that_it_lacks()
    {
        await using TrackedProgram program = await TrackedProgram.StartAsync(
            app => app.MapGet("/", () => "").TrackEvent("create_issue"), tracks: false);
        Assert.Equal(500, (int)(await program.VisitAsync("/")).StatusCode);
        Assert.Contains(program.Log.Errors, error => error.Message.Contains(
            "'HTTP: GET /' are to be tracked as 'create_issue', but nothing tracks requests: call ping.TrackRequests() in AddServicePing.",
            StringComparison.Ordinal));
    }

    private sealed class NoConsent : ITrackingConsentFeature
    {
        public bool IsConsentNeeded => true;

        public bool HasConsent => false;

        public bool CanTrack => false;

        public void GrantConsent()
        {
        }

        public void WithdrawConsent()
        {
        }

        public string CreateConsentCookie() => "";
    }
}
