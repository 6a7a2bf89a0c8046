using Microsoft.Playwright;

namespace ServicePing.AspNetCore.Tests;

/// <summary>The module in a real browser, before a program with antiforgery and a strict policy for scripts.</summary>
public sealed class BrowserTrackingTests(TrackingSite site) : IClassFixture<TrackingSite>
{
    [Fact]
    public async Task Elements_and_calls_are_sent_together_and_counted()
    {
        long closed = await site.Host.ReadAsync(ShopMetrics.Counts.CountTotalCloseIssue);
        long bugs = await site.Host.ReadAsync(ShopMetrics.Counts.CountTotalCreateBug);
        (IPage page, List<string> errors) = await site.OpenAsync();
        await page.ClickAsync("#plain span");
        await page.ClickAsync("#rich");
        await page.EvaluateAsync("""
            () => tracking.trackEvents([
              { name: 'create_issue', properties: { label: 'bug', lang: null }, project: 12, namespace: 3 },
              { name: 'close_issue' },
            ])
            """);
        List<SentRequest> sent = [];
        while (sent.Sum(one => one.Events.Count) < 5)
        {
            sent.AddRange(await site.TakeAsync(1));
        }

        Assert.All(sent, one => Assert.Equal(("track_events", 200), (one.Path, one.Status)));
        string[] events = [.. sent.SelectMany(one => one.Events).Select(one => one.GetRawText())];
        Assert.Equal(
            [
                """{"event":"create_issue","additional_properties":{"label":"feature"}}""",
                """{"event":"close_issue"}""",
                """{"event":"create_issue","additional_properties":{"lang":"eng","label":"bug"}}""",
                """{"event":"create_issue","project_id":12,"namespace_id":3,"additional_properties":{"label":"bug"}}""",
                """{"event":"close_issue"}""",
            ],
            events);
        Assert.Equal(closed + 2, await site.Host.ReadAsync(ShopMetrics.Counts.CountTotalCloseIssue));
        Assert.Equal(bugs + 2, await site.Host.ReadAsync(ShopMetrics.Counts.CountTotalCreateBug));
        Assert.Empty(errors);
        Assert.Empty(await page.EvaluateAsync<string[]>("() => problems"));
        Assert.Equal(0, await page.EvaluateAsync<int>("() => localStorage.length + sessionStorage.length"));

        await page.EvaluateAsync("() => { tracking.trackRedisCounterEvent('web_ide_commits'); tracking.trackRedisHllUserEvent('g_search_issues'); }");
        Assert.Equal(
            [("increment_counter", """{"event":"web_ide_commits"}""", 200), ("increment_unique_users", """{"event":"g_search_issues"}""", 200)],
            (await site.TakeAsync(2)).Select(one => (one.Path, one.Body, one.Status)).Order());
        await page.CloseAsync();
        site.Take();
    }

    [Theory]
    [InlineData("link")]
    [InlineData("form")]
    [InlineData("closed")]
    public async Task What_waits_is_sent_when_the_page_is_left(string way)
    {
        (IPage page, _) = await site.OpenAsync();
        await site.TakeAsync(1);
        await page.EvaluateAsync("() => { tracking.configure({ pause: 3600000 }); tracking.trackEvent('close_issue'); }");
        switch (way)
        {
            case "link":
                await page.ClickAsync("#away");
                break;
            case "form":
                await page.ClickAsync("#send");
                break;
            default:
                await page.CloseAsync(new() { RunBeforeUnload = true });
                break;
        }

        SentRequest sent = Assert.Single(await site.TakeAsync(1));
        Assert.Equal(200, sent.Status);
        Assert.Equal(
            way == "form" ? ["close_issue", "create_issue"] : ["close_issue"],
            sent.Events.Select(one => one.GetProperty("event").GetString()));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_event_may_be_forwarded_where_the_page_says_so()
    {
        (IPage page, List<string> errors) = await site.OpenAsync();
        await site.TakeAsync(1);
        await page.EvaluateAsync("""
            () => {
              const click = (forward) => {
                const button = document.createElement('button');
                Object.assign(button.dataset, { eventTracking: 'close_issue', ...forward });
                document.body.append(button);
                button.click();
              };
              tracking.configure({ pause: 3600000 });
              tracking.trackEvent('close_issue', undefined, { forward: true });
              tracking.trackEvent('close_issue');
              click({ eventForward: 'true' });
              click({});
              tracking.configure({ forward: true });
              tracking.trackEvents([{ name: 'close_issue' }, { name: 'close_issue', forward: false }]);
              click({});
              click({ eventForward: 'false' });
              tracking.flush();
            }
            """);

        SentRequest sent = Assert.Single(await site.TakeAsync(1));
        Assert.Equal(200, sent.Status);
        const string Forwarded = """{"event":"close_issue","send_to_snowplow":true}""";
        const string Counted = """{"event":"close_issue"}""";
        Assert.Equal([Forwarded, Counted, Forwarded, Counted, Forwarded, Counted, Forwarded, Counted], sent.Events.Select(one => one.GetRawText()));
        Assert.Empty(errors);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Many_events_go_in_requests_of_fifty_without_waiting()
    {
        (IPage page, _) = await site.OpenAsync();
        await site.TakeAsync(1);
        await page.EvaluateAsync("""
            () => {
              tracking.configure({ pause: 3600000 });
              for (let i = 0; i < 120; i++) tracking.trackEvent('create_issue', { lang: 'x'.repeat(i === 5 ? 60000 : 10) });
              tracking.flush();
            }
            """);
        IReadOnlyList<SentRequest> first = await site.TakeAsync(2);
        await page.EvaluateAsync("() => tracking.flush()");
        Assert.Equal([50, 50, 19], first.Concat(await site.TakeAsync(1)).Select(one => one.Events.Count));
        Assert.Equal(["Event 'create_issue' is left out: it is too large."], await page.EvaluateAsync<string[]>("() => problems"));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("globalPrivacyControl", "true")]
    [InlineData("doNotTrack", "'1'")]
    public async Task Nothing_is_sent_where_the_browser_says_not_to_track(string signal, string value)
    {
        (IPage page, List<string> errors) = await site.OpenAsync(
            script: $"Object.defineProperty(navigator, '{signal}', {{ get: () => {value} }});");
        await page.ClickAsync("#plain");
        await page.EvaluateAsync(
            "() => { tracking.trackEvent('close_issue'); tracking.trackRedisCounterEvent('web_ide_commits'); tracking.trackRedisHllUserEvent('g_search_issues'); tracking.flush(); }");
        await page.ClickAsync("#away");
        await page.GetByText("next", new() { Exact = true }).WaitForAsync();
        Assert.Empty(site.Take());
        Assert.Empty(errors);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(0, 3)]
    [InlineData(429, 1)]
    [InlineData(401, 1)]
    [InlineData(400, 6)]
    public async Task A_failing_api_is_let_alone(int status, int requests)
    {
        (IPage page, List<string> errors) = await site.OpenAsync();
        await site.TakeAsync(1);
        int attempts = 0;
        await page.RouteAsync("**/usage_data/*", route =>
        {
            Interlocked.Increment(ref attempts);
            return status == 0 ? route.AbortAsync() : route.FulfillAsync(new() { Status = status });
        });
        for (int i = 0; i < 6; i++)
        {
            await page.EvaluateAsync("""
                async (i) => {
                  const told = problems.length;
                  tracking.trackEvent('close_issue');
                  tracking.flush();
                  for (let waits = 0; problems.length === told && waits < (i < REQUESTS ? 3000 : 20); waits++) await new Promise((next) => setTimeout(next, 10));
                }
                """.Replace("REQUESTS", requests.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), i);
        }

        Assert.Equal(requests, attempts);
        Assert.Equal(requests, await page.EvaluateAsync<int>("() => problems.length"));
        Assert.Empty(errors);
        await page.UnrouteAllAsync();
        await page.Context.CloseAsync();
        site.Take();
    }

    [Fact]
    public async Task Nothing_that_a_caller_does_wrong_throws()
    {
        (IPage page, List<string> errors) = await site.OpenAsync();
        await site.TakeAsync(1);
        await page.EvaluateAsync("""
            () => {
              tracking.trackEvent();
              tracking.trackEvent('');
              tracking.trackEvent('close_issue', { lang: {}, label: NaN });
              tracking.trackEvents(null);
              tracking.configure({ colour: 'red' });
              tracking.configure(null);
              tracking.bindTracking(null);
              tracking.trackRedisCounterEvent(7);
              tracking.flush();
            }
            """);
        Assert.Equal("""{"events":[{"event":"close_issue"}]}""", Assert.Single(await site.TakeAsync(1)).Body);
        string[] problems = await page.EvaluateAsync<string[]>("() => problems");
        Assert.Equal(9, problems.Length);
        Assert.Equal("There is no option 'colour'.", problems[5]);
        Assert.Empty(errors);
        await page.Context.CloseAsync();
    }
}
