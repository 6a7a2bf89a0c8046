using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace ServicePing.AspNetCore.Tests;

/// <summary>A product with antiforgery and a strict policy for its pages, before one browser.</summary>
public sealed class TrackingSite : IAsyncLifetime
{
    private const string Policy = "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

    private readonly ConcurrentQueue<SentRequest> _requests = new();
    private Chromium? _chromium;

    internal PingHost Host { get; private set; } = null!;

    /// <summary>The requests that track, in the order of their ends, since they were taken before.</summary>
    internal IReadOnlyList<SentRequest> Take()
    {
        List<SentRequest> taken = [];
        while (_requests.TryDequeue(out SentRequest? request))
        {
            taken.Add(request);
        }

        return taken;
    }

    /// <summary>Waits for the next so many requests.</summary>
    internal async Task<IReadOnlyList<SentRequest>> TakeAsync(int count)
    {
        List<SentRequest> taken = [];
        Stopwatch waited = Stopwatch.StartNew();
        while (taken.Count < count)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(3), $"{taken.Count} of {count} requests have come.");
            if (_requests.TryDequeue(out SentRequest? request))
            {
                taken.Add(request);
            }
            else
            {
                await Task.Delay(20);
            }
        }

        return taken;
    }

    /// <summary>A page of somebody who is signed in, with what goes wrong there.</summary>
    internal async Task<(IPage Page, List<string> Errors)> OpenAsync(string path = "/", string? script = null)
    {
        Take();
        IBrowserContext context = await _chromium!.SignInAsync(Host, "7:developer");
        if (script is not null)
        {
            await context.AddInitScriptAsync(script);
        }

        IPage page = await context.NewPageAsync();
        List<string> errors = [];
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(new Uri(Host.Address, path).ToString());
        await page.WaitForFunctionAsync("() => window.tracking");
        return (page, errors);
    }

    public async Task InitializeAsync()
    {
        Host = await PingHost.StartAsync(
            build: builder => builder.Services.AddAntiforgery(),
            use: app =>
            {
                app.Use(NoteAsync);
                app.MapGet("/", context => WriteAsync(context, """
                    <button id="plain" data-event-tracking="close_issue"><span>close</span></button>
                    <button id="rich" data-event-tracking="create_issue" data-event-label="bug" data-event-additional='{"lang":"eng"}'>create</button>
                    <p data-event-tracking="create_issue" data-event-tracking-load="true" data-event-label="feature">seen</p>
                    <form action="/next" data-event-tracking="create_issue" data-event-label="support"><button id="send">send</button></form>
                    <a id="away" href="/next">away</a>
                    """));
                app.MapGet("/next", context => WriteAsync(context, "<p>next</p>"));
                app.MapGet("/app.js", context =>
                {
                    context.Response.ContentType = "text/javascript";
                    return context.Response.WriteAsync($$"""
                        import * as tracking from '{{ServicePingBrowser.ModulePath(context)}}';
                        window.problems = [];
                        tracking.configure({ pause: 200, onProblem: (problem) => window.problems.push(problem) });
                        window.tracking = tracking;
                        """);
                });
            });
        _chromium = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        await Host.DisposeAsync();
    }

    private static Task WriteAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = Policy;
        string head = ServicePingBrowser.HeadElements(context).ToString()!;
        return context.Response.WriteAsync($"""<!doctype html><title>site</title>{head}<script type="module" src="/app.js"></script>{body}""");
    }

    private async Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Request.EnableBuffering();
        using StreamReader reader = new(context.Request.Body, Encoding.UTF8, leaveOpen: true);
        string body = await reader.ReadToEndAsync();
        context.Request.Body.Position = 0;
        await next(context);
        _requests.Enqueue(new SentRequest(context.Request.Path.Value!.Split('/')[^1], body, context.Response.StatusCode));
    }
}

/// <summary>A request that tracks.</summary>
internal sealed record SentRequest(string Path, string Body, int Status)
{
    internal IReadOnlyList<JsonElement> Events => [.. JsonDocument.Parse(Body).RootElement.GetProperty("events").EnumerateArray()];
}
