using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ServicePing.AspNetCore.Tests;

/// <summary>One browser before one product, for all tests that need both.</summary>
public sealed class BrowserHost : IAsyncLifetime
{
    /// <summary>Every page; those that stop something and make others of no use come last.</summary>
    internal static readonly string[] Pages =
    [
        "", "preview", "sent", "metrics", "metrics/settings.secret", "forwarded", "sites", "hosts", "send", "history", "report", "audit", "offline", "tokens",
        "settings", "stop",
    ];

    private Receiver? _receiver;
    private Chromium? _chromium;

    internal PingHost Host { get; private set; } = null!;

    internal string Root => new Uri(Host.Address, "/admin/service_ping").ToString();

    /// <summary>Somebody who is signed in as an administrator, with a window of their own.</summary>
    internal Task<IBrowserContext> SignInAsync(BrowserNewContextOptions? options = null) =>
        _chromium!.SignInAsync(Host, "1:administrator", options);

    /// <summary>Has the preview computed, and waits for it.</summary>
    internal async Task ComputeAsync(IPage page)
    {
        await page.GotoAsync($"{Root}/preview");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Compute (it now|again)") }).PressAsync("Enter");
        await page.Locator(".tree").WaitForAsync();
    }

    public async Task InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        Host = await PingHost.StartAsync(
            arguments: [$"--ServicePing:Receiver={_receiver.Address}", "--ServicePing:NoticePeriod=00:00:00", "--ServicePing:Hostname=shop.example"]);
        await Host.Get<IPingHistory>().SendNowAsync("user 1");
        _chromium = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        await Host.DisposeAsync();
        await _receiver!.DisposeAsync();
    }
}
