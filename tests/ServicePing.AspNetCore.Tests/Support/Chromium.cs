using Microsoft.Playwright;
using ServicePing.Tests;

namespace ServicePing.AspNetCore.Tests;

/// <summary>The browser of the machine.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    internal static async Task<Chromium> StartAsync()
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await MachineBrowser.LaunchAsync(playwright));
    }

    /// <summary>A window of its own, in which somebody is signed in at a host.</summary>
    internal async Task<IBrowserContext> SignInAsync(PingHost host, string session, BrowserNewContextOptions? options = null)
    {
        IBrowserContext context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(180_000);
        await context.AddCookiesAsync([new Cookie { Name = "session", Value = session, Url = host.Address.ToString() }]);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
