using Microsoft.Playwright;
using ServicePing.Dictionary;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary>A site on a disk, with a browser before it and no server anywhere.</summary>
public abstract class BrowsedFolder : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-browsed-");
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The address of a page.</summary>
    internal string this[string page] => new Uri(Path.Combine(_folder.FullName, page.Length == 0 ? "index.html" : page + "/index.html")).ToString();

    /// <summary>A page of a window of its own; what the browser refuses and what fails in scripts is written down.</summary>
    internal async Task<(IPage Page, List<string> Refusals)> OpenAsync(BrowserNewContextOptions? options = null)
    {
        IBrowserContext context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(180_000);
        IPage page = await context.NewPageAsync();
        List<string> refusals = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                refusals.Add(message.Text);
            }
        };
        page.PageError += (_, error) => refusals.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                refusals.Add($"asks for {request.Url}");
            }
        };
        return (page, refusals);
    }

    /// <summary>What lies in the folder.</summary>
    private protected abstract Task<IEnumerable<SiteFile>> FilesAsync();

    public async Task InitializeAsync()
    {
        foreach (SiteFile file in await FilesAsync())
        {
            string path = Path.Combine(_folder.FullName, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, file.Bytes().ToArray());
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await MachineBrowser.LaunchAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _folder.Delete(recursive: true);
    }
}
