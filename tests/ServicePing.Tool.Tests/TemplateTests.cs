using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary>The templates of <c>dotnet new</c>, in a settings folder of their own.</summary>
public sealed class TemplateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-templates-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_a_template_makes_is_valid()
    {
        await New("install", Repository.PathOf("src", "Templates", "content"));
        await New("serviceping-metric", "-n", "issues_open", "-o", "ServicePing/metrics", "--owner", "review", "--milestone", "2.10", "--table", "notes");
        await New("serviceping-event", "-n", "close_issue", "-o", "ServicePing/events");

        ProgramRun validation = await ToolRun.Of(_folder.FullName, "validate");
        Assert.Equal((0, "2 files, 0 errors, 0 other problems\n", ""), (validation.ExitCode, validation.Output, validation.Errors));
        string metric = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "ServicePing", "metrics", "issues_open.yml"));
        Assert.StartsWith("key_path: counts.issues_open\n", metric, StringComparison.Ordinal);
        Assert.Contains("product_group: review\n", metric, StringComparison.Ordinal);
        Assert.Contains("milestone: \"2.10\"\n", metric, StringComparison.Ordinal);
        Assert.Contains("  from: notes\n", metric, StringComparison.Ordinal);
        Assert.Contains("event close_issue", (await ToolRun.Of(_folder.FullName, "show", "close_issue")).Output, StringComparison.Ordinal);
    }

    private async Task New(params string[] arguments)
    {
        ProgramRun run = await ProgramRun.Of(_folder.FullName, "dotnet", ["new", .. arguments, "--debug:custom-hive", Path.Combine(_folder.FullName, "hive")]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }
}
