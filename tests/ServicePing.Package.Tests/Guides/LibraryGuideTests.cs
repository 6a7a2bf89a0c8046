using ServicePing.Tests;

namespace ServicePing.Package.Tests.Guides;

/// <summary>docs/how-to/library.md, followed to the letter in an empty folder.</summary>
public sealed class LibraryGuideTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-guide-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Who_follows_the_page_has_a_library_that_counts()
    {
        string script = Guide.ToScript("how-to/library.md", await GuideShell.WithPackagesAsync());

        (int exitCode, string output) = await Dotnet.RunProgramAsync("bash", _folder.FullName, "-c", script);

        Assert.True(exitCode == 0 && output.Contains("\n2 mails, 1 about bugs\n", StringComparison.Ordinal), output);
    }
}
