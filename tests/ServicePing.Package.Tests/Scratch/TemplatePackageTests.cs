using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>The templates as their package brings them to <c>dotnet new</c>.</summary>
public sealed class TemplatePackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-template-package-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_the_packed_templates_make_a_build_takes()
    {
        string version = $"0.0.1-test.{Guid.NewGuid():N}";
        await Packages.PackAsync(_folder.FullName, version, "src/Templates");
        using ScratchProject app = await ScratchProject.CreateAsync("App");
        app.Write("Program.cs", """
            Action<App.AppEvents> close = events => events.CloseIssue(7);
            Console.WriteLine(close.Method.Name.Length > 0 && App.AppMetrics.Counts.IssuesOpen.KeyPath == "counts.issues_open");
            """);

        await New(app, "install", Path.Combine(_folder.FullName, $"ServicePing.Templates.{version}.nupkg"));
        await New(app, "serviceping-metric", "-n", "issues_open", "-o", "ServicePing/metrics", "--owner", "planning", "--table", "issues");
        await New(app, "serviceping-event", "-n", "close_issue", "-o", "ServicePing/events", "--owner", "planning");

        await app.BuildAsync();
        Assert.Equal("True\n", await app.RunAsync([]));
    }

    private Task<string> New(ScratchProject app, params string[] arguments) =>
        Dotnet.SucceedAsync(app.Folder, ["new", .. arguments, "--debug:custom-hive", Path.Combine(_folder.FullName, "hive")]);
}
