using Microsoft.Playwright;

namespace ServicePing.Tests;

/// <summary>The Chromium of the machine, without a window.</summary>
internal static class MachineBrowser
{
    internal static async Task<IBrowser> LaunchAsync(IPlaywright playwright) => await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Find("chromium") ?? Find("chromium-browser") ?? Find("google-chrome")
            ?? throw new InvalidOperationException("There is no chromium; ./test installs it, or apt-get install chromium."),

        // The system has no sandbox for root, as in containers. What pages look like needs no GPU, nor the emulation of one.
        Args = ["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer", "--disable-dev-shm-usage"],
        Timeout = 180_000,
    });

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
