using ServicePing.Generators.Tests.Support;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>The life of a metric under a lockfile, as a user of the package lives it.</summary>
public class LockfileTests
{
    private const string File = "ServicePing/metrics/issues.yml";
    private const string Update = "-p:ServicePingLock=update";

    [Fact]
    public async Task A_recorded_metric_keeps_its_meaning_until_it_is_removed()
    {
        using ScratchProject app = await ScratchProject.CreateAsync("App", """
            <ItemGroup>
              <AdditionalFiles Include="../Shared/linked file.yml" ServicePingKind="metric" />
            </ItemGroup>
            """);
        app.Write("Program.cs", "Console.WriteLine();");
        await Dotnet.SucceedAsync(app.Folder, "restore");
        app.Write(File, Yaml.Count("counts.issues"));
        app.Write("../Shared/linked file.yml", Yaml.Count("counts.linked"));

        await Succeeds(app, Update);
        string lockfile = Path.Combine(app.Folder, "ServicePing", "servicepings.lock");
        Assert.Contains("metric counts.issues status=active time_frame=all", await System.IO.File.ReadAllTextAsync(lockfile), StringComparison.Ordinal);
        Assert.Contains("metric counts.linked ", await System.IO.File.ReadAllTextAsync(lockfile), StringComparison.Ordinal);
        await Succeeds(app, "-p:ServicePingLock=check");

        // Another calculation: neither a build nor an update takes it.
        app.Write(File, Yaml.Count("counts.issues", "snippets"));
        await Fails(app, "issues.yml(12,1): error SP0402");
        await Fails(app, "issues.yml(12,1): error SP0402", Update);
        Assert.Contains("metric counts.issues status=active", await System.IO.File.ReadAllTextAsync(lockfile), StringComparison.Ordinal);

        // A key path of its own, beside the old one.
        app.Write(File, Removed(Yaml.Count("counts.issues")));
        app.Write("ServicePing/metrics/snippets.yml", Yaml.Count("counts.snippets", "snippets"));
        await Fails(app, "snippets.yml(1,11): error SP0406");
        await Fails(app, "error SP0406", "-p:ServicePingLock=check");
        await Succeeds(app, Update);
        await Succeeds(app);

        // What is removed may be deleted, and nothing else.
        app.Delete(File);
        await Succeeds(app);
        app.Delete("ServicePing/metrics/snippets.yml");
        await Fails(app, "servicepings.lock(6,8): error SP0405");

        // The names are taken.
        app.Write("ServicePing/metrics/snippets.yml", Yaml.Count("counts.snippets", "snippets"));
        app.Write(File, Yaml.Count("counts.issues"));
        await Fails(app, "issues.yml(1,11): error SP0308");
    }

    private static string Removed(string text) =>
        text.Replace("status: active", "status: removed\nmilestone_removed: '2.0'\nremoved_by_url:", StringComparison.Ordinal);

    private static async Task Succeeds(ScratchProject app, params string[] arguments)
    {
        (int exitCode, string output) = await app.TryBuildAsync(["--no-restore", .. arguments]);
        Assert.True(exitCode == 0, output);
    }

    private static async Task Fails(ScratchProject app, string error, params string[] arguments)
    {
        (int exitCode, string output) = await app.TryBuildAsync(["--no-restore", .. arguments]);
        Assert.Equal(1, exitCode);
        Assert.Contains(error, output, StringComparison.Ordinal);
    }
}
