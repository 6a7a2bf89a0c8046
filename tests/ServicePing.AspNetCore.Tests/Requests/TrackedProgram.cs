using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServicePing.Testing;

namespace ServicePing.AspNetCore.Tests;

/// <summary>A program on a port of its own whose users are named by a header, with counters in its memory.</summary>
internal sealed class TrackedProgram : IAsyncDisposable
{
    public const string User = "X-User";

    private readonly HttpClient _client;
    private readonly SettableClock _clock;
    private readonly SemaphoreSlim _ended;

    private TrackedProgram(WebApplication app, SettableClock clock, ProgramLog log, SemaphoreSlim ended)
    {
        App = app;
        _clock = clock;
        _ended = ended;
        Log = log;
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public ProgramLog Log { get; }

    public WebApplication App { get; }

    public IServiceProvider Services => App.Services;

    public Uri Address => _client.BaseAddress!;

    public static async Task<TrackedProgram> StartAsync(
        Action<WebApplication> map,
        Action<WebApplicationBuilder>? build = null,
        Action<RequestTrackingOptions>? configure = null,
        bool tracks = true)
    {
        SettableClock clock = new(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));
        ProgramLog log = new();
        SemaphoreSlim ended = new(0);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(clock);
        ServicePingServiceCollectionExtensions.AddServicePing(
            builder.Services,
            ping =>
            {
                ping.UseInProcessCounters();
                if (tracks)
                {
                    ping.TrackRequests(configure);
                }
            },
            new TrackedSet());
        builder.Services.AddSingleton<IStartupFilter>(new EndOfRequests(ended));
        build?.Invoke(builder);
        WebApplication app = builder.Build();
        try
        {
            app.Use((context, next) =>
            {
                if (context.Request.Headers.TryGetValue(User, out var name))
                {
                    context.User = new([new([new("sub", name.ToString())], "header")]);
                }

                if (context.Request.Headers.ContainsKey("X-Https"))
                {
                    context.Request.Scheme = "https";
                }

                return next(context);
            });
            map(app);
            await app.StartAsync();
            return new TrackedProgram(app, clock, log, ended);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds the parts of this assembly: controllers and pages.</summary>
    public static void AddPages(IMvcBuilder mvc) => mvc.ConfigureApplicationPartManager(parts =>
    {
        parts.ApplicationParts.Clear();
        parts.ApplicationParts.Add(new AssemblyPart(typeof(TrackedProgram).Assembly));
        parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(typeof(TrackedProgram).Assembly));
    });

    /// <summary>Asks for a page as a browser does.</summary>
    public async Task<HttpResponseMessage> VisitAsync(string path, params (string Name, string Value)[] headers) =>
        await SendAsync(HttpMethod.Get, path, [("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"), .. headers]);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        HttpResponseMessage answer = await _client.SendAsync(request);

        // An answer may arrive before its request has ended.
        Assert.True(await _ended.WaitAsync(TimeSpan.FromMinutes(1)));
        return answer;
    }

    /// <summary>What a metric says a week later, when this week is complete.</summary>
    public async Task<long> CountAsync(string keyPath)
    {
        await Services.GetRequiredService<EventTracker>().FlushAsync();
        _clock.Set(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        ServicePingPayload payload = await Services.GetRequiredService<ServicePingCollector>().CollectAsync();
        string value = payload.Metrics.Single(metric => metric.KeyPath == keyPath).Value.ToString();
        return long.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>How many have visited projects, a week later.</summary>
    public async Task<long> VisitorsAsync()
    {
        await Services.GetRequiredService<EventTracker>().FlushAsync();
        MetricResult<long> result = await Services.GetRequiredService<KnownEventReader>().CountUniqueAsync(
            [TrackedSet.Visiting], new DateOnly(2026, 11, 18), new DateOnly(2026, 11, 25));
        return result.Value;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _ended.Dispose();
        await App.DisposeAsync();
    }

    /// <summary>Tells of the end of each request, around all else.</summary>
    private sealed class EndOfRequests(SemaphoreSlim ended) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                try
                {
                    await rest(context);
                }
                finally
                {
                    ended.Release();
                }
            });
            next(app);
        };
    }
}
