using ServicePing.Tests;

namespace ServicePing.Package.Tests.Consumers;

/// <summary>A product that is tested with the packages; <c>TestedProduct/README.md</c> says how.</summary>
public sealed class TestedProductTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-tested-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Tests_of_a_product_run_in_parallel_and_their_coverage_names_what_they_leave_out()
    {
        Packages packages = await Packages.GetAsync();
        string root = Path.Combine(_folder.FullName, "C# code");
        Copy(Repository.PathOf("tests", "ServicePing.Package.Tests", "TestedProduct"), root);
        await File.WriteAllTextAsync(Path.Combine(root, "Packages.props"), $"<Project>{packages.RestoreProperties}</Project>");

        await Dotnet.SucceedAsync(root, "build", "Board.Tests", "-c", "Release", "-nologo");
        string tests = await Dotnet.SucceedAsync(root, "test", "Board.Tests/bin/Release/net10.0/Board.Tests.dll");
        Assert.Matches("Passed! +- Failed: +0, Passed: +6, Skipped: +0, Total: +6", tests);

        Assert.Equal(
            (1, """
                planning: 5 of 7
                  Board/ServicePing/metrics/features_created.yml(1,11): no test exercises the metric counts.features_created
                  Board/ServicePing/metrics/issues_closed.yml(1,11): no test exercises the metric counts.issues_closed
                search: 0 of 1
                  Board/ServicePing/known_events/search.yml(1,9): no test exercises the known event search_issues
                storage: 0 of 2
                  Board/ServicePing/events/archive_issue.yml(1,9): no test exercises the event archive_issue
                  Board/ServicePing/metrics/issues_archived.yml(1,11): no test exercises the metric counts.issues_archived
                Of 10 definitions tests exercise 5: 50 %, 90 % are asked for.

                """),
            await CoverAsync(packages, root, "90"));
        Assert.Equal(0, (await CoverAsync(packages, root, "50")).ExitCode);
    }

    private static Task<(int ExitCode, string Output)> CoverAsync(Packages packages, string root, string percent)
    {
        string tool = Path.Combine(packages.RestoredFolder("serviceping"), "tools", "net10.0", "serviceping.dll");
        return Dotnet.RunAsync(root, "exec", tool, "coverage", "Board/ServicePing", "--run", "Board.Tests/bin", "--fail-under", percent);
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
