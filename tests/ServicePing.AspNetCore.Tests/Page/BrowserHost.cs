using Microsoft.Playwright;

namespace ServicePing.AspNetCore.Tests;

/// <summary>One browser before one product, for all tests that need both.</summary>
public sealed class BrowserHost : IAsyncLifetime
{
    private Receiver? _receiver;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal PingHost Host { get; private set; } = null!;

    internal string Root => new Uri(Host.Address, "/admin/service_ping").ToString();

    /// <summary>Somebody who is signed in as an administrator, with a window of their own.</summary>
    internal async Task<IBrowserContext> SignInAsync(BrowserNewContextOptions? options = null)
    {
        IBrowserContext context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(180_000);
        await context.AddCookiesAsync([new Cookie { Name = "session", Value = "1:administrator", Url = Host.Address.ToString() }]);
        return context;
    }

    public async Task InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        Host = await PingHost.StartAsync(
            arguments: [$"--ServicePing:Receiver={_receiver.Address}", "--ServicePing:NoticePeriod=00:00:00", "--ServicePing:Hostname=shop.example"]);
        await Host.Get<IPingHistory>().SendNowAsync("user 1");
        _playwright = await Playwright.CreateAsync();
        _browser = await ChromiumProgram.LaunchAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await Host.DisposeAsync();
        await _receiver!.DisposeAsync();
    }
}
